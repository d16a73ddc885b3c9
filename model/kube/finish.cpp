// SPDX-License-Identifier: Apache-2.0
// From the chosen stanzas and the flags to one cluster and one credential. Source: clientcmd/client_config.go
// (getCluster, getAuthInfo, ClientConfig) and merge.go: zero values override nothing.
#include "kube/validate.h"
#include "kube/words.h"

#include <QByteArray>
#include <QDir>
#include <QString>

namespace plimsoll::kube {
namespace {

std::string absolutePath(const std::string& path) {
    return QDir::cleanPath(QDir::current().absoluteFilePath(QString::fromStdString(path))).toStdString();
}

void overrideCluster(ClusterStanza& cluster, const Flags& flags) {
    const bool insecure = flags.insecureSkipTlsVerify.value_or(false);
    if (insecure || given(flags.certificateAuthority)) { // both: refused later, as kubectl does
        cluster.insecureSkipTlsVerify = insecure;
        cluster.certificateAuthority =
            given(flags.certificateAuthority) ? absolutePath(*flags.certificateAuthority) : std::string();
        cluster.certificateAuthorityData.clear();
    }
    if (given(flags.server) || given(flags.tlsServerName)) { // the old name is another server's
        cluster.tlsServerName = flags.tlsServerName.value_or(std::string());
    }
    if (given(flags.server)) {
        cluster.server = *flags.server;
    }
    if (given(flags.proxyUrl)) {
        cluster.proxyUrl = *flags.proxyUrl;
    }
    cluster.disableCompression = cluster.disableCompression || flags.disableCompression.value_or(false);
}

void overrideUser(UserStanza& user, const Flags& flags) {
    if (given(flags.token)) {
        user.token = *flags.token;
        user.tokenFile.clear();
    }
    if (given(flags.clientCertificate)) {
        user.clientCertificate = absolutePath(*flags.clientCertificate);
        user.clientCertificateData.clear();
    }
    if (given(flags.clientKey)) {
        user.clientKey = absolutePath(*flags.clientKey);
        user.clientKeyData.clear();
    }
    if (given(flags.username)) {
        user.username = *flags.username;
    }
    if (given(flags.password)) {
        user.password = *flags.password;
    }
    if (given(flags.as)) {
        user.as = *flags.as;
    }
    if (given(flags.asUid)) {
        user.asUid = *flags.asUid;
    }
    if (!flags.asGroups.empty()) {
        user.asGroups = flags.asGroups;
    }
    for (const auto& [key, values] : flags.asExtra) {
        user.asExtra[key] = values;
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
    config.caFile =
        chosen.cluster.certificateAuthorityData.empty() ? chosen.cluster.certificateAuthority : std::string();
    config.certPem = std::move(*cert);
    config.keyPem = std::move(*key);
    if (chosen.user.clientCertificateData.empty() && chosen.user.clientKeyData.empty()) {
        config.certFile = chosen.user.clientCertificate;
        config.keyFile = chosen.user.clientKey;
    }
    return {};
}

/// As client-go: no credential goes over plain http, and no plugin is run for it.
void dropCredentials(Config& config) {
    for (auto* text :
         {&config.caPem, &config.caFile, &config.certPem, &config.keyPem, &config.certFile, &config.keyFile,
          &config.token, &config.tokenFile, &config.username, &config.password}) {
        text->clear();
    }
    config.exec.reset();
    config.oidc.reset();
}

Config configOf(const Chosen& chosen, const Flags& flags) {
    Config config;
    config.context = chosen.contextName;
    config.server = serverUrl(chosen.cluster);
    config.ns = withoutPrefix(given(flags.ns) ? *flags.ns : chosen.context.ns);
    if (config.ns.empty()) {
        config.ns = "default";
    }
    config.insecureSkipTlsVerify = chosen.cluster.insecureSkipTlsVerify;
    config.tlsServerName = chosen.cluster.tlsServerName;
    config.proxyUrl = chosen.cluster.proxyUrl;
    config.disableCompression = chosen.cluster.disableCompression;
    config.requestTimeout = flags.requestTimeout;
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
    if (user.authProvider == "oidc" && !fixed) {
        config.oidc = user.oidc;
    }
    config.impersonateUser = user.as;
    config.impersonateUid = user.asUid;
    config.impersonateGroups = user.asGroups;
    config.impersonateExtra = user.asExtra;
    return config;
}

} // namespace

void override(Chosen& chosen, const Flags& flags) {
    overrideCluster(chosen.cluster, flags);
    overrideUser(chosen.user, flags);
}

Result<Config> finish(Chosen chosen, const Flags& flags) {
    if (auto valid = validate(chosen); !valid) {
        return tl::unexpected(valid.error());
    }
    if (chosen.user.clientCertificate.empty() && chosen.user.clientCertificateData.empty()) {
        chosen.user.clientKey.clear(); // alone it is of no use, and kubectl takes no notice of it
        chosen.user.clientKeyData.clear();
    }
    auto config = configOf(chosen, flags);
    if (auto valid = validateNamespace(config.ns, given(flags.ns) ? "--namespace" : chosen.context.file);
        !valid) {
        return tl::unexpected(valid.error());
    }
    if (auto read = readPems(config, chosen); !read) {
        return tl::unexpected(read.error());
    }
    if (!config.server.starts_with("https:")) {
        dropCredentials(config);
    }
    return config;
}

} // namespace plimsoll::kube
