// SPDX-License-Identifier: Apache-2.0
// From a merged kubeconfig and the flags to one cluster and one credential, with kubectl's rules and words.
// Source: clientcmd/client_config.go, overrides and validation.go.
#include "kube/kubeconfigfile.h"
#include "kube/validate.h"
#include "kube/words.h"

#include <QByteArray>
#include <QDir>
#include <QString>

#include <algorithm>

namespace plimsoll::kube {
namespace {

std::string absolutePath(const std::string& path) {
    return path.empty() ? path
                        : QDir::cleanPath(QDir::current().absoluteFilePath(QString::fromStdString(path)))
                              .toStdString();
}

template <class Stanza>
std::string namesOf(const std::map<std::string, Stanza>& stanzas) {
    std::string names;
    int left = 12; // enough to find a slip of the keyboard
    for (const auto& [name, stanza] : stanzas) {
        if (left-- == 0) {
            return names + ", …";
        }
        names += (names.empty() ? "" : ", ") + shortened(name);
    }
    return names;
}

/// What a flag overrides is cleared together with what would contradict it.
void overrideCluster(ClusterStanza& cluster, const Flags& flags) {
    if (flags.server) {
        cluster.server = *flags.server;
        cluster.tlsServerName.clear();
    }
    if (flags.tlsServerName) {
        cluster.tlsServerName = *flags.tlsServerName;
    }
    if (flags.proxyUrl) {
        cluster.proxyUrl = *flags.proxyUrl;
    }
    if (flags.certificateAuthority && !flags.certificateAuthority->empty()) {
        cluster.certificateAuthority = absolutePath(*flags.certificateAuthority);
        cluster.certificateAuthorityData.clear();
        cluster.insecureSkipTlsVerify = false;
    }
    if (flags.insecureSkipTlsVerify) {
        cluster.insecureSkipTlsVerify = *flags.insecureSkipTlsVerify;
        if (cluster.insecureSkipTlsVerify) {
            cluster.certificateAuthority.clear();
            cluster.certificateAuthorityData.clear();
        }
    }
}

void overrideUser(UserStanza& user, const Flags& flags) {
    if (flags.token) {
        user.token = *flags.token;
        user.tokenFile.clear();
    }
    if (flags.clientCertificate) {
        user.clientCertificate = absolutePath(*flags.clientCertificate);
        user.clientCertificateData.clear();
    }
    if (flags.clientKey) {
        user.clientKey = absolutePath(*flags.clientKey);
        user.clientKeyData.clear();
    }
    if (flags.as) {
        user.as = *flags.as;
    }
    if (flags.asUid) {
        user.asUid = *flags.asUid;
    }
    if (!flags.asGroups.empty()) {
        user.asGroups = flags.asGroups;
    }
}

/// kubectl accepts "-n ns/shop" too, as `kubectl get ns -o name` prints it.
std::string withoutPrefix(std::string ns) {
    for (const std::string prefix : {"ns/", "namespace/", "namespaces/"}) {
        if (ns.starts_with(prefix)) {
            return ns.substr(prefix.size());
        }
    }
    return ns;
}

/// Chooses the stanzas.
class Choice {
public:
    Choice(const Kubeconfig::Data& data, const Flags& flags) : m_data(data), m_flags(flags) {}

    Result<Chosen> choose() {
        if (auto done = chooseContext(); !done) {
            return tl::unexpected(done.error());
        }
        if (auto done = chooseCluster(); !done) {
            return tl::unexpected(done.error());
        }
        if (auto done = chooseUser(); !done) {
            return tl::unexpected(done.error());
        }
        // What a broken file would have defined comes before all later files, and might be another cluster.
        for (const auto& [order, error] : m_data.broken) {
            if (order < m_latest) {
                return tl::unexpected(error);
            }
        }
        return m_chosen;
    }

private:
    Result<void> chooseContext() {
        const auto& merged = m_data.merged;
        const bool asked = m_flags.context && !m_flags.context->empty();
        const auto& name = asked ? *m_flags.context : merged.currentContext;
        if (name.empty()) {
            if ((m_flags.server && !m_flags.server->empty()) || m_flags.cluster) {
                return {};
            }
            return fail(ErrorCode::NotFound, "no current context is set", file(),
                        merged.contexts.empty() ? "The kubeconfig has no contexts"
                                                : "Choose one with --context: " + namesOf(merged.contexts));
        }
        const auto context = merged.contexts.find(name);
        if (context == merged.contexts.end()) {
            return fail(ErrorCode::NotFound,
                        asked ? "context " + inQuotes(name) + " does not exist"
                              : "context was not found for specified context: " + shortened(name),
                        asked ? file() : merged.currentContextFile,
                        merged.contexts.empty() ? "The kubeconfig has no contexts"
                                                : "The contexts are: " + namesOf(merged.contexts));
        }
        m_chosen.contextName = name;
        m_chosen.context = context->second;
        m_latest = std::max(context->second.order, asked ? 0 : merged.currentContextOrder);
        return {};
    }

    Result<void> chooseCluster() {
        const auto& clusters = m_data.merged.clusters;
        m_chosen.clusterName = m_flags.cluster ? *m_flags.cluster : m_chosen.context.cluster;
        const auto cluster = clusters.find(m_chosen.clusterName);
        if (cluster != clusters.end()) {
            m_chosen.cluster = cluster->second;
            m_latest = std::max(m_latest, cluster->second.order);
        } else if (m_flags.cluster) {
            return fail(ErrorCode::NotFound, "cluster " + inQuotes(m_chosen.clusterName) + " does not exist",
                        file(), "The clusters are: " + namesOf(clusters));
        } else if (!m_flags.server && m_chosen.clusterName.empty()) {
            return fail(ErrorCode::Input,
                        "cluster was not specified for context " + inQuotes(m_chosen.contextName),
                        m_chosen.context.file, "Add \"cluster:\" to the context, or give --cluster");
        } else if (!m_flags.server) {
            return fail(ErrorCode::Input,
                        "cluster " + inQuotes(m_chosen.clusterName) + " was not found for context " +
                            inQuotes(m_chosen.contextName),
                        m_chosen.context.file, "The clusters are: " + namesOf(clusters));
        }
        overrideCluster(m_chosen.cluster, m_flags);
        return {};
    }

    Result<void> chooseUser() {
        const auto& users = m_data.merged.users;
        m_chosen.userName = m_flags.user ? *m_flags.user : m_chosen.context.user;
        const auto user = users.find(m_chosen.userName);
        if (user != users.end()) {
            m_chosen.user = user->second;
            m_latest = std::max(m_latest, user->second.order);
        } else if (m_flags.user) {
            return fail(ErrorCode::NotFound, "auth info " + inQuotes(m_chosen.userName) + " does not exist",
                        file(), "The users are: " + namesOf(users));
        } else if (!m_chosen.userName.empty()) {
            return fail(ErrorCode::Input,
                        "user " + inQuotes(m_chosen.userName) + " was not found for context " +
                            inQuotes(m_chosen.contextName),
                        m_chosen.context.file, "The users are: " + namesOf(users));
        }
        overrideUser(m_chosen.user, m_flags);
        return {};
    }

    [[nodiscard]] std::string file() const {
        return m_data.files.empty() ? std::string() : m_data.files.front();
    }

    const Kubeconfig::Data& m_data;
    const Flags& m_flags;
    Chosen m_chosen;
    int m_latest = 0; // place in the list of the last file that the choice depends on
};

/// PEM from base64 data or from a file.
Result<std::string> pemOf(const std::string& data, const std::string& path, const std::string& field,
                          const std::string& owner, const std::string& file) {
    if (data.empty()) {
        if (path.empty()) {
            return std::string();
        }
        auto pem = readFile(path);
        if (!pem) {
            return fail(ErrorCode::Input,
                        "unable to read " + field + " " + shortened(path, 200) + " for " + owner + ": " +
                            pem.error().what,
                        file, "Correct the path or restore the file");
        }
        return pem;
    }
    auto compact = QByteArray::fromStdString(data);
    compact.replace('\n', "").replace('\r', "").replace(' ', "");
    const auto decoded = QByteArray::fromBase64Encoding(compact, QByteArray::Base64Encoding |
                                                                     QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded) {
        return fail(ErrorCode::Input, field + "-data of " + owner + " is not valid base64", file,
                    "Copy it again from where it came");
    }
    return decoded.decoded.toStdString();
}

Result<void> readPems(Config& config, const Chosen& chosen) {
    const auto cluster = "cluster " + inQuotes(chosen.clusterName);
    const auto user = "user " + inQuotes(chosen.userName);
    auto ca = pemOf(chosen.cluster.certificateAuthorityData, chosen.cluster.certificateAuthority,
                    "certificate-authority", cluster, chosen.cluster.file);
    auto cert = pemOf(chosen.user.clientCertificateData, chosen.user.clientCertificate, "client-certificate",
                      user, chosen.user.file);
    auto key = pemOf(chosen.user.clientKeyData, chosen.user.clientKey, "client-key", user, chosen.user.file);
    for (const auto* pem : {&ca, &cert, &key}) {
        if (!*pem) {
            return tl::unexpected(pem->error());
        }
    }
    config.caPem = std::move(*ca);
    config.certPem = std::move(*cert);
    config.keyPem = std::move(*key);
    if (chosen.user.clientCertificateData.empty() && chosen.user.clientKeyData.empty()) {
        config.certFile = chosen.user.clientCertificate;
        config.keyFile = chosen.user.clientKey;
    }
    return {};
}

Config configOf(const Chosen& chosen, const Flags& flags) {
    Config config;
    config.context = chosen.contextName;
    config.server = serverUrl(chosen.cluster);
    config.ns = withoutPrefix(flags.ns && !flags.ns->empty() ? *flags.ns : chosen.context.ns);
    if (config.ns.empty()) {
        config.ns = "default";
    }
    config.insecureSkipTlsVerify = chosen.cluster.insecureSkipTlsVerify;
    config.tlsServerName = chosen.cluster.tlsServerName;
    config.proxyUrl = chosen.cluster.proxyUrl;
    config.disableCompression = chosen.cluster.disableCompression;
    const auto& user = chosen.user;
    config.token = user.token;
    config.tokenFile = user.tokenFile;
    config.username = user.username;
    config.password = user.password;
    const bool fixed = !user.token.empty() || !user.tokenFile.empty() || !user.username.empty() ||
                       !user.password.empty() || !user.clientCertificate.empty() ||
                       !user.clientCertificateData.empty();
    if (user.exec && !fixed) { // a fixed credential suppresses the plugin, as in client-go
        config.exec = user.exec;
        config.exec->clusterExtension = chosen.cluster.execExtension;
    }
    config.impersonateUser = user.as;
    config.impersonateUid = user.asUid;
    config.impersonateGroups = user.asGroups;
    config.impersonateExtra = user.asExtra;
    return config;
}

} // namespace

Result<Config> Kubeconfig::resolve(const Flags& flags) const {
    const auto chosen = Choice(*m_data, flags).choose();
    if (!chosen) {
        return tl::unexpected(chosen.error());
    }
    if (auto valid = validate(*chosen); !valid) {
        return tl::unexpected(valid.error());
    }
    auto config = configOf(*chosen, flags);
    if (auto valid = validateNamespace(config.ns, flags.ns ? "--namespace" : chosen->context.file); !valid) {
        return tl::unexpected(valid.error());
    }
    if (auto read = readPems(config, *chosen); !read) {
        return tl::unexpected(read.error());
    }
    return config;
}

} // namespace plimsoll::kube
