// Microsoft's Graph client for JavaScript, as its documentation uses it.
import { ClientSecretCredential } from "@azure/identity";
import { Client, GraphError } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { env } = process;
const root = env.MSGRAPH_ENDPOINT;
const credential = new ClientSecretCredential(env.AZURE_TENANT_ID, env.AZURE_CLIENT_ID, env.AZURE_CLIENT_SECRET, {
  authorityHost: env.AZURE_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
const client = Client.initWithMiddleware({
  authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: [`${root}/.default`] }),
  baseUrl: root,
  customHosts: new Set([new URL(root).hostname]),
});
const meetings = `/users/${env.MSGRAPH_USER_ID}/onlineMeetings`;
const body = JSON.parse(env.MEETING);

function tell(step, meeting) {
  const { id, externalId, subject, startDateTime: start, endDateTime: end, allowedPresenters, joinWebUrl } = meeting;
  const attendees = meeting.participants.attendees.map(({ identity, upn, role }) => ({ id: identity.user.id, upn, role }));
  const lobby = meeting.lobbyBypassSettings.scope;
  console.log(JSON.stringify({ step, id, externalId, subject, start, end, attendees, allowedPresenters, lobby, joinWebUrl }));
}

const created = await client.api(`${meetings}/createOrGet`).post(body);
tell("create", created);
tell("create again", await client.api(`${meetings}/createOrGet`).post(body));
const one = `${meetings}/${encodeURIComponent(created.id)}`;
const changed = await client.api(one).update({
  "@odata.type": "#microsoft.graph.onlineMeeting",
  subject: "Changed by the SDK",
  allowedPresenters: "roleIsPresenter",
  lobbyBypassSettings: { scope: "everyone" },
  participants: { attendees: [{ ...body.participants.attendees[0], role: "coorganizer" }] },
});
tell("update", changed);
tell("get", await client.api(one).get());
// This client sends a filter as it is given: what has to be encoded, its user encodes.
const url = encodeURIComponent(created.joinWebUrl);
const found = await client.api(meetings).filter(`JoinWebUrl eq '${url}'`).get();
found.value.forEach((meeting) => tell("find", meeting));
await client.api(one).delete();
console.log(JSON.stringify({ step: "delete" }));
try {
  tell("get after delete", await client.api(one).get());
} catch (problem) {
  console.log(JSON.stringify({
    step: "get after delete",
    error: problem instanceof GraphError ? "GraphError" : String(problem),
    status: problem.statusCode,
    code: problem.code,
    message: problem.message,
    requestId: problem.requestId,
  }));
}
