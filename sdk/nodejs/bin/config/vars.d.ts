/**
 * An access token for Graph; the provider uses it unchanged and does not sign in.
 */
export declare const accessToken: string | undefined;
/**
 * A file with an access token for Graph; the provider reads it again when it changes.
 */
export declare const accessTokenFilePath: string | undefined;
/**
 * `application` or `delegated`; needed only if the token's claims cannot be read.
 */
export declare const accessTokenType: string | undefined;
/**
 * Id of the Azure DevOps service connection that the OIDC token is for.
 */
export declare const adoPipelineServiceConnectionId: string | undefined;
/**
 * Root URL of the token service, `https://host[:port]`, if it differs from the cloud's.
 */
export declare const authorityHost: string | undefined;
/**
 * The app's certificate with its private key: PFX in base64, or PEM.
 */
export declare const clientCertificate: string | undefined;
/**
 * The password of the certificate, if it has one.
 */
export declare const clientCertificatePassword: string | undefined;
/**
 * A file with the app's certificate and its private key: PFX or PEM.
 */
export declare const clientCertificatePath: string | undefined;
/**
 * Application (client) id of the app registration.
 */
export declare const clientId: string | undefined;
/**
 * A file with the application (client) id.
 */
export declare const clientIdFilePath: string | undefined;
/**
 * Client secret of the app registration.
 */
export declare const clientSecret: string | undefined;
/**
 * A file with the client secret.
 */
export declare const clientSecretFilePath: string | undefined;
/**
 * Whether to skip the check of the token service with Microsoft; the default is to check Microsoft's own hosts only.
 */
export declare const disableInstanceDiscovery: boolean | undefined;
/**
 * The cloud: `public` (the default), `usgovernment` (L4) or `dod` (L5). Changing it replaces every meeting.
 */
export declare const environment: string | undefined;
/**
 * A text that becomes part of every derived external id, so that two teams with the same project, stack and resource names have different meetings. Changing it does not affect existing meetings.
 */
export declare const externalIdPrefix: string | undefined;
/**
 * The file in which AKS keeps the pod's token; the provider reads it again for each sign-in.
 */
export declare const federatedTokenFilePath: string | undefined;
/**
 * Root URL of Graph, `https://host[:port]`, if it differs from the cloud's.
 */
export declare const graphEndpoint: string | undefined;
/**
 * Whether `userId/externalId` works as an import id. It is off by default, because Graph finds an external id only by createOrGet, which creates the meeting if it does not exist.
 */
export declare const importByExternalId: boolean | undefined;
/**
 * The largest number of requests at the same time (default 64).
 */
export declare const maxParallelRequests: number | undefined;
/**
 * The bearer token for that request.
 */
export declare const oidcRequestToken: string | undefined;
/**
 * The URL at which a pipeline requests its OIDC token.
 */
export declare const oidcRequestUrl: string | undefined;
/**
 * The token of the other issuer, for example from GitLab.
 */
export declare const oidcToken: string | undefined;
/**
 * A file with the token of the other issuer; the provider reads it again for each sign-in.
 */
export declare const oidcTokenFilePath: string | undefined;
/**
 * Time limit in seconds for one operation on a meeting, waits included (default 300). `customTimeouts` of a resource come first.
 */
export declare const operationTimeout: number | undefined;
/**
 * Directory (tenant) id or verified domain in which the app signs in. Changing it replaces every meeting.
 */
export declare const tenantId: string | undefined;
/**
 * Whether to sign in with the workload identity of a pod; the default is to use it if AKS provides one.
 */
export declare const useAksWorkloadIdentity: boolean | undefined;
/**
 * Whether to use tokens of the Azure CLI; the default is to use them if nothing else is set and `az` is installed.
 */
export declare const useCli: boolean | undefined;
/**
 * Whether to sign in with the managed identity of the machine; `clientId` selects a user-assigned one.
 */
export declare const useMsi: boolean | undefined;
/**
 * Whether to sign in with a token of another issuer (workload identity federation); `true` also reads the variables of GitHub Actions and Azure Pipelines.
 */
export declare const useOidc: boolean | undefined;
/**
 * Object id of the organizer of new meetings, unless the resource sets its own `userId`.
 */
export declare const userId: string | undefined;
/**
 * Seconds that a create waits for an application access policy that does not apply yet (default 0). `customTimeouts` and an `operationTimeout` that is set limit the wait.
 */
export declare const waitForAccessPolicy: number | undefined;
