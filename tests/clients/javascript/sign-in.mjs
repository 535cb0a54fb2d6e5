// Microsoft's identity libraries for JavaScript, each credential as its documentation uses it.
import { ClientAssertionCredential, ClientSecretCredential, DeviceCodeCredential, EnvironmentCredential, OnBehalfOfCredential } from "@azure/identity";
import { ConfidentialClientApplication, PublicClientApplication } from "@azure/msal-node";

const { env } = process;
const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_CLIENT_SECRET: secret } = env;
const graph = env.MSGRAPH_ENDPOINT ?? "https://graph.microsoft.com";
const host = env.AZURE_AUTHORITY_HOST;
// By the emulator's own address, a library that asks Microsoft about unknown hosts has to be told not to.
const options = host ? { authorityHost: host, disableInstanceDiscovery: true } : {};
const authority = `${host ?? "https://login.microsoftonline.com"}/${tenant}`;
const auth = { clientId: client, authority, knownAuthorities: host ? [new URL(host).host] : [] };
const everything = `${graph}/.default`;

function tell(step, token) {
  console.log(JSON.stringify({ step, token }));
}

async function ofIdentity(step, credential, scope = everything) {
  tell(step, (await credential.getToken(scope)).token);
}

await ofIdentity("secret", new ClientSecretCredential(tenant, client, secret, options));
await ofIdentity("environment", new EnvironmentCredential(options));
await ofIdentity("assertion", new ClientAssertionCredential(tenant, client, async () => env.ASSERTION, options));
const quiet = { ...options, tenantId: tenant, clientId: client, userPromptCallback: () => {} };
await ofIdentity("device code", new DeviceCodeCredential(quiet), `${graph}/OnlineMeetings.ReadWrite`);
const service = { ...options, tenantId: tenant, clientId: env.SERVICE_ID, clientSecret: env.SERVICE_SECRET };
await ofIdentity("on behalf of", new OnBehalfOfCredential({ ...service, userAssertionToken: env.USER_TOKEN }));

const confidential = new ConfidentialClientApplication({ auth: { ...auth, clientSecret: secret } });
tell("msal secret", (await confidential.acquireTokenByClientCredential({ scopes: [everything] })).accessToken);

const person = new PublicClientApplication({ auth });
const scopes = [`${graph}/OnlineMeetings.ReadWrite`];
const signedIn = await person.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {} });
tell("msal device code", signedIn.accessToken);
const again = await person.acquireTokenSilent({ scopes, account: signedIn.account, forceRefresh: true });
tell("msal refresh token", again.accessToken);
// A browser that is sent to a program on loopback, which MSAL starts itself.
const browser = async (url) => void (await fetch(url, { redirect: "follow" }));
tell("msal browser", (await person.acquireTokenInteractive({ scopes, openBrowser: browser })).accessToken);
