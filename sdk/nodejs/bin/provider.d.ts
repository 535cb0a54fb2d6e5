import * as pulumi from "@pulumi/pulumi";
/**
 * Where meetings are made and who signs in: one tenant in one cloud. What is left out here is read from the environment, by the plugin.
 */
export declare class Provider extends pulumi.ProviderResource {
    /**
     * Returns true if the given object is an instance of Provider.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is Provider;
    /**
     * Create a Provider resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args?: ProviderArgs, opts?: pulumi.ResourceOptions);
}
/**
 * The set of arguments for constructing a Provider resource.
 */
export interface ProviderArgs {
    /**
     * An access token for Graph; the provider uses it unchanged and does not sign in.
     */
    accessToken?: pulumi.Input<string | undefined>;
    /**
     * A file with an access token for Graph; the provider reads it again when it changes.
     */
    accessTokenFilePath?: pulumi.Input<string | undefined>;
    /**
     * `application` or `delegated`; needed only if the token's claims cannot be read.
     */
    accessTokenType?: pulumi.Input<string | undefined>;
    /**
     * Id of the Azure DevOps service connection that the OIDC token is for.
     */
    adoPipelineServiceConnectionId?: pulumi.Input<string | undefined>;
    /**
     * Root URL of the token service, `https://host[:port]`, if it differs from the cloud's.
     */
    authorityHost?: pulumi.Input<string | undefined>;
    /**
     * The app's certificate with its private key: PFX in base64, or PEM.
     */
    clientCertificate?: pulumi.Input<string | undefined>;
    /**
     * The password of the certificate, if it has one.
     */
    clientCertificatePassword?: pulumi.Input<string | undefined>;
    /**
     * A file with the app's certificate and its private key: PFX or PEM.
     */
    clientCertificatePath?: pulumi.Input<string | undefined>;
    /**
     * Application (client) id of the app registration.
     */
    clientId?: pulumi.Input<string | undefined>;
    /**
     * A file with the application (client) id.
     */
    clientIdFilePath?: pulumi.Input<string | undefined>;
    /**
     * Client secret of the app registration.
     */
    clientSecret?: pulumi.Input<string | undefined>;
    /**
     * A file with the client secret.
     */
    clientSecretFilePath?: pulumi.Input<string | undefined>;
    /**
     * Whether to skip the check of the token service with Microsoft; the default is to check Microsoft's own hosts only.
     */
    disableInstanceDiscovery?: pulumi.Input<boolean | undefined>;
    /**
     * The cloud: `public` (the default), `usgovernment` (L4) or `dod` (L5). Changing it replaces every meeting.
     */
    environment?: pulumi.Input<string | undefined>;
    /**
     * A text that becomes part of every derived external id, so that two teams with the same project, stack and resource names have different meetings. Changing it does not affect existing meetings.
     */
    externalIdPrefix?: pulumi.Input<string | undefined>;
    /**
     * The file in which AKS keeps the pod's token; the provider reads it again for each sign-in.
     */
    federatedTokenFilePath?: pulumi.Input<string | undefined>;
    /**
     * Root URL of Graph, `https://host[:port]`, if it differs from the cloud's.
     */
    graphEndpoint?: pulumi.Input<string | undefined>;
    /**
     * Whether `userId/externalId` works as an import id. It is off by default, because Graph finds an external id only by createOrGet, which creates the meeting if it does not exist.
     */
    importByExternalId?: pulumi.Input<boolean | undefined>;
    /**
     * The largest number of requests at the same time (default 64).
     */
    maxParallelRequests?: pulumi.Input<number | undefined>;
    /**
     * The bearer token for that request.
     */
    oidcRequestToken?: pulumi.Input<string | undefined>;
    /**
     * The URL at which a pipeline requests its OIDC token.
     */
    oidcRequestUrl?: pulumi.Input<string | undefined>;
    /**
     * The token of the other issuer, for example from GitLab.
     */
    oidcToken?: pulumi.Input<string | undefined>;
    /**
     * A file with the token of the other issuer; the provider reads it again for each sign-in.
     */
    oidcTokenFilePath?: pulumi.Input<string | undefined>;
    /**
     * Time limit in seconds for one operation on a meeting, waits included (default 300). `customTimeouts` of a resource come first.
     */
    operationTimeout?: pulumi.Input<number | undefined>;
    /**
     * Directory (tenant) id or verified domain in which the app signs in. Changing it replaces every meeting.
     */
    tenantId?: pulumi.Input<string | undefined>;
    /**
     * Whether to sign in with the workload identity of a pod; the default is to use it if AKS provides one.
     */
    useAksWorkloadIdentity?: pulumi.Input<boolean | undefined>;
    /**
     * Whether to use tokens of the Azure CLI; the default is to use them if nothing else is set and `az` is installed.
     */
    useCli?: pulumi.Input<boolean | undefined>;
    /**
     * Whether to sign in with the managed identity of the machine; `clientId` selects a user-assigned one.
     */
    useMsi?: pulumi.Input<boolean | undefined>;
    /**
     * Whether to sign in with a token of another issuer (workload identity federation); `true` also reads the variables of GitHub Actions and Azure Pipelines.
     */
    useOidc?: pulumi.Input<boolean | undefined>;
    /**
     * Object id of the organizer of new meetings, unless the resource sets its own `userId`.
     */
    userId?: pulumi.Input<string | undefined>;
    /**
     * Seconds that a create waits for an application access policy that does not apply yet (default 0). `customTimeouts` and an `operationTimeout` that is set limit the wait.
     */
    waitForAccessPolicy?: pulumi.Input<number | undefined>;
}
