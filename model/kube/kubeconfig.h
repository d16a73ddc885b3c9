// SPDX-License-Identifier: Apache-2.0
// kubeconfig files as kubectl reads them: found, merged, checked, and resolved to one cluster and one
// credential. Source: k8s.io/client-go tools/clientcmd. Never written to.
#pragma once

#include "base/error.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::kube {

/// kubectl's global flags; what is not given is not set. As with kubectl, an empty text and a false override
/// nothing.
struct Flags {
    std::optional<std::string> kubeconfig;
    std::optional<std::string> context;
    std::optional<std::string> cluster;
    std::optional<std::string> user;
    std::optional<std::string> ns;
    std::optional<std::string> server;
    std::optional<std::string> token;
    std::optional<std::string> certificateAuthority;
    std::optional<std::string> clientCertificate;
    std::optional<std::string> clientKey;
    std::optional<bool> insecureSkipTlsVerify;
    std::optional<std::string> tlsServerName;
    std::optional<std::string> proxyUrl;
    std::optional<bool> disableCompression;
    std::optional<std::string> username;
    std::optional<std::string> password;
    std::optional<std::string> as;
    std::vector<std::string> asGroups;
    std::optional<std::string> asUid;
    std::map<std::string, std::vector<std::string>> asExtra;
    std::chrono::milliseconds requestTimeout{0}; // of a whole request, never of a watch; 0: none
};

/// The old "oidc" auth provider's fields.
struct OidcConfig {
    std::string issuer;
    std::string clientId;
    std::string clientSecret;
    std::string caFile;
    std::string caData; // base64, as written
    std::string idToken;
    std::string refreshToken;
    bool operator==(const OidcConfig&) const = default;
};

struct ExecConfig {
    std::string command;
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> env;
    std::string apiVersion;
    std::string installHint;
    bool provideClusterInfo = false;
    std::string interactiveMode;  // Never, IfAvailable, Always
    std::string clusterExtension; // JSON of the cluster's client.authentication.k8s.io/exec extension
    bool operator==(const ExecConfig&) const = default;
};

/// One cluster and one credential, everything resolved: PEM data read, paths absolute.
struct Config {
    std::string context; // name; empty when made from flags alone
    std::string server;  // "https://10.0.0.1:6443", without trailing slash
    std::string ns;      // "default" when the context has none
    std::string caPem;   // empty: the system's roots
    std::string caFile;  // where it came from, read again every five minutes; empty: from data
    bool insecureSkipTlsVerify = false;
    std::string tlsServerName;
    std::string proxyUrl;
    bool disableCompression = false;
    std::chrono::milliseconds requestTimeout{0}; // of a whole request, never of a watch; 0: none

    std::string certPem; // client certificate, with chain
    std::string keyPem;
    std::string certFile; // where they came from, read again every five minutes; empty: from data
    std::string keyFile;
    std::string token;
    std::string tokenFile; // wins over token; read again every minute
    std::string username;
    std::string password;
    std::optional<ExecConfig> exec;
    std::optional<OidcConfig> oidc;
    std::string impersonateUser;
    std::string impersonateUid;
    std::vector<std::string> impersonateGroups;
    std::map<std::string, std::vector<std::string>> impersonateExtra;

    bool operator==(const Config&) const = default;
};

struct ContextInfo {
    std::string name;
    std::string cluster;
    std::string user;
    std::string ns;
    std::string server;      // empty when the cluster stanza is missing
    std::string file;        // that defines it
    std::string execCommand; // the credential plugin that it would run, with arguments; empty without one
    bool current = false;
};

/// Where to look, replaceable in tests.
struct Environment {
    std::function<std::optional<std::string>(const std::string& name)> variable; // getenv
    std::string home;
    std::string serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"; // of a pod
    std::string shell;                                                            // the user's login shell
    bool terminal = true; // started from one: PATH is the shell's already
    static Environment ofProcess();
};

class Kubeconfig {
public:
    /// --kubeconfig, else the $KUBECONFIG list, else ~/.kube/config. No file at all is NotFound (or an empty
    /// one in a list, without an error); a broken file is Input and names file and line.
    [[nodiscard]] static Result<Kubeconfig> load(const Flags& flags, const Environment& env);

    [[nodiscard]] std::vector<ContextInfo> contexts() const; // by name
    [[nodiscard]] const std::string& currentContext() const;
    [[nodiscard]] const std::vector<std::string>& files() const; // that were read
    [[nodiscard]] const std::vector<Error>& warnings() const; // files of the list that are missing or broken
    /// As kubectl sees it: nothing leads to a cluster, so a pod's own may be used.
    [[nodiscard]] bool leadsNowhere(const Flags& flags) const;

    /// The context of the flags, else the current one, with the flags' overrides; validated as kubectl does.
    [[nodiscard]] Result<Config> resolve(const Flags& flags) const;

    struct Data;

private:
    std::shared_ptr<const Data> m_data;
};

/// The files that load() looks at, whether they exist or not.
[[nodiscard]] std::vector<std::string> kubeconfigPaths(const Flags& flags, const Environment& env);

/// Inside a pod: $KUBERNETES_SERVICE_HOST and the service account's files, with the flags' overrides.
/// NotFound elsewhere.
[[nodiscard]] Result<Config> inCluster(const Environment& env, const Flags& flags = {});

/// What kubectl would talk to: the kubeconfig's context; where that leads nowhere or is only the default, a
/// pod's own cluster; else $KUBERNETES_MASTER.
[[nodiscard]] Result<Config> configFor(const Flags& flags, const Environment& env);

} // namespace plimsoll::kube
