// SPDX-License-Identifier: Apache-2.0
// One kubeconfig file as it is written, paths made absolute, nothing judged yet. Source of the fields:
// k8s.io/client-go tools/clientcmd/api/v1/types.go.
#pragma once

#include "kube/kubeconfig.h"

namespace plimsoll::kube {

struct ClusterStanza {
    std::string file; // that defines it
    int order = 0;    // of that file in the list
    std::string server;
    std::string tlsServerName;
    bool insecureSkipTlsVerify = false;
    std::string certificateAuthority;     // a path
    std::string certificateAuthorityData; // base64, as written
    std::string proxyUrl;
    bool disableCompression = false;
    std::string execExtension; // JSON
};

struct UserStanza {
    std::string file;
    int order = 0;
    std::string clientCertificate;
    std::string clientCertificateData;
    std::string clientKey;
    std::string clientKeyData;
    std::string token;
    std::string tokenFile;
    std::string username;
    std::string password;
    std::string as;
    std::string asUid;
    std::vector<std::string> asGroups;
    std::map<std::string, std::vector<std::string>> asExtra;
    std::optional<ExecConfig> exec;
    std::string authProvider; // its name
    OidcConfig oidc;          // its fields, where it is oidc
};

struct ContextStanza {
    std::string file;
    int order = 0;
    std::string cluster;
    std::string user;
    std::string ns;
};

struct KubeconfigFile {
    std::map<std::string, ClusterStanza> clusters;
    std::map<std::string, UserStanza> users;
    std::map<std::string, ContextStanza> contexts;
    std::string currentContext;
    std::string currentContextFile;
    int currentContextOrder = 0;
};

/// What load() found, merged: the first file that defines a name wins whole.
struct Kubeconfig::Data {
    KubeconfigFile merged;
    std::vector<std::string> files;
    std::vector<Error> warnings;
    std::vector<std::pair<int, Error>> broken; // by their place in the list
};

/// `order`: the file's place in the list. Input: broken YAML (with the line), a field of the wrong type, a
/// name twice. An empty file is an empty configuration.
[[nodiscard]] Result<KubeconfigFile> parseKubeconfig(const std::string& text, const std::string& path,
                                                     int order);

/// The bytes of a file that a configuration names. NotFound, or Input with the system's reason.
[[nodiscard]] Result<std::string> readFile(const std::string& path);

} // namespace plimsoll::kube
