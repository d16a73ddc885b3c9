// SPDX-License-Identifier: Apache-2.0
#include "kube/validate.h"

#include "kube/words.h"

#include <QUrl>

#include <algorithm>

namespace plimsoll::kube {
namespace {

Failure invalid(std::string what, const std::string& file, std::string hint = "Correct the kubeconfig") {
    return fail(ErrorCode::Input, "invalid configuration: " + std::move(what), file, std::move(hint));
}

Result<void> validateServer(const ClusterStanza& cluster, const std::string& name) {
    if (cluster.server.empty()) {
        return invalid("no server found for cluster " + inQuotes(name), cluster.file,
                       "Add \"server:\" to the cluster, or give --server");
    }
    const QUrl url(QString::fromStdString(serverUrl(cluster)), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"https" && url.scheme() != u"http")) {
        return invalid("the server of cluster " + inQuotes(name) + " is not an http or https URL: " +
                           shortened(url.isValid() ? url.toDisplayString(QUrl::RemoveUserInfo).toStdString()
                                                   : "it cannot be read"),
                       cluster.file, "Write it as https://HOST:PORT");
    }
    return {};
}

Result<void> validateCluster(const ClusterStanza& cluster, const std::string& name) {
    if (auto server = validateServer(cluster, name); !server) {
        return server;
    }
    if (!cluster.proxyUrl.empty()) {
        const QUrl proxy(QString::fromStdString(cluster.proxyUrl), QUrl::StrictMode);
        const auto scheme = proxy.scheme();
        if (scheme != u"http" && scheme != u"https" && scheme != u"socks5") {
            return invalid("invalid 'proxy-url' for cluster " + inQuotes(name) + ": unsupported scheme " +
                               inQuotes(scheme.toStdString()) + ", must be http, https, or socks5",
                           cluster.file);
        }
        if (!proxy.isValid() || proxy.host().isEmpty()) {
            return invalid("invalid 'proxy-url' for cluster " + inQuotes(name) + ": it names no host",
                           cluster.file);
        }
    }
    const bool hasCa = !cluster.certificateAuthority.empty() || !cluster.certificateAuthorityData.empty();
    if (!cluster.certificateAuthority.empty() && !cluster.certificateAuthorityData.empty()) {
        return invalid(
            "certificate-authority-data and certificate-authority are both specified for cluster " +
                inQuotes(name) + ". certificate-authority-data will override",
            cluster.file, "Keep one of the two");
    }
    if (cluster.insecureSkipTlsVerify && hasCa) {
        return invalid("specifying a root certificates file with the insecure flag is not allowed (cluster " +
                           inQuotes(name) + ")",
                       cluster.file, "Keep the certificate authority or insecure-skip-tls-verify, not both");
    }
    return {};
}

Result<void> validateExec(const ExecConfig& exec, const UserStanza& user, const std::string& name) {
    const auto plugin = name + " to use exec authentication plugin";
    if (!user.authProvider.empty()) {
        return invalid("authProvider cannot be provided in combination with an exec plugin for " + name,
                       user.file);
    }
    if (exec.command.empty()) {
        return invalid("command must be specified for " + plugin, user.file);
    }
    if (exec.apiVersion.empty()) {
        return invalid("apiVersion must be specified for " + plugin, user.file);
    }
    const bool v1 = exec.apiVersion == "client.authentication.k8s.io/v1";
    if (!v1 && exec.apiVersion != "client.authentication.k8s.io/v1beta1") {
        return invalid("exec plugin: invalid apiVersion " + inQuotes(exec.apiVersion) + " for " + name,
                       user.file, "Use client.authentication.k8s.io/v1 with a plugin that supports it");
    }
    if (std::any_of(exec.env.begin(), exec.env.end(),
                    [](const auto& variable) { return variable.first.empty(); })) {
        return invalid("env variable name must be specified for " + plugin, user.file);
    }
    const auto& mode = exec.interactiveMode;
    if (mode.empty() && v1) {
        return invalid("interactiveMode must be specified for " + plugin, user.file);
    }
    if (!mode.empty() && mode != "Never" && mode != "IfAvailable" && mode != "Always") {
        return invalid("invalid interactiveMode " + inQuotes(mode) + " for " + name, user.file,
                       "It must be Never, IfAvailable or Always");
    }
    return {};
}

Result<void> validateCertificate(const UserStanza& user, const std::string& name) {
    if (!user.clientCertificate.empty() && !user.clientCertificateData.empty()) {
        return invalid("client-cert-data and client-cert are both specified for " + name +
                           ". client-cert-data will override",
                       user.file, "Keep one of the two");
    }
    if (!user.clientKey.empty() && !user.clientKeyData.empty()) {
        return invalid("client-key-data and client-key are both specified for " + name +
                           "; client-key-data will override",
                       user.file, "Keep one of the two");
    }
    const bool hasCert = !user.clientCertificate.empty() || !user.clientCertificateData.empty();
    const bool hasKey = !user.clientKey.empty() || !user.clientKeyData.empty();
    if (hasCert && !hasKey) {
        return invalid("client-key-data or client-key must be specified for " + name +
                           " to use the clientCert authentication method",
                       user.file);
    }
    if (hasKey && !hasCert) {
        return invalid("client-certificate-data or client-certificate must be specified for " + name +
                           " to go with its client key",
                       user.file);
    }
    return {};
}

Result<void> validateProvider(const UserStanza& user, const std::string& name) {
    const bool otherwise = !user.token.empty() || !user.tokenFile.empty() || !user.username.empty() ||
                           !user.clientCertificate.empty() || !user.clientCertificateData.empty();
    if (user.authProvider.empty() || otherwise) {
        return {};
    }
    const auto& provider = user.authProvider;
    const std::string instead = provider == "gcp" ? "gke-gcloud-auth-plugin"
                                : provider == "azure"
                                    ? "https://github.com/Azure/kubelogin"
                                    : "an exec credential plugin such as kubelogin (oidc-login)";
    return invalid("the " + shortened(provider) + " auth plugin of " + name + " is not supported", user.file,
                   "Use " + instead + " instead");
}

Result<void> validateUser(const UserStanza& user, const std::string& userName) {
    const auto name = "user " + inQuotes(userName);
    if (auto certificate = validateCertificate(user, name); !certificate) {
        return certificate;
    }
    const bool hasToken = !user.token.empty() || !user.tokenFile.empty();
    if (hasToken && (!user.username.empty() || !user.password.empty())) {
        return invalid("more than one authentication method found for " + name +
                           "; found [token basicAuth], only one is allowed",
                       user.file);
    }
    if (user.exec) {
        if (auto exec = validateExec(*user.exec, user, name); !exec) {
            return exec;
        }
    }
    if (user.as.empty() && (!user.asUid.empty() || !user.asGroups.empty() || !user.asExtra.empty())) {
        return invalid("requesting uid, groups or user-extra for " + name + " without impersonating a user",
                       user.file, "Name the user with \"as:\" or --as");
    }
    return validateProvider(user, name);
}

} // namespace

Result<void> validate(const Chosen& chosen) {
    if (auto cluster = validateCluster(chosen.cluster, chosen.clusterName); !cluster) {
        return cluster;
    }
    return validateUser(chosen.user, chosen.userName);
}

Result<void> validateNamespace(const std::string& ns, const std::string& where) {
    const auto inner = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (ns.empty() || ns.size() > 63 || ns.front() == '-' || ns.back() == '-' ||
        !std::all_of(ns.begin(), ns.end(), inner)) {
        return fail(ErrorCode::Input,
                    "namespace " + inQuotes(ns) + " does not conform to the kubernetes DNS_LABEL rules",
                    where, "A namespace is at most 63 lower case letters, digits and \"-\"");
    }
    return {};
}

std::string serverUrl(const ClusterStanza& cluster) {
    auto url = cluster.server;
    if (url.find("://") == std::string::npos) {
        const bool tls = cluster.insecureSkipTlsVerify || !cluster.certificateAuthority.empty() ||
                         !cluster.certificateAuthorityData.empty();
        url = (tls ? "https://" : "http://") + url;
    }
    while (url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

} // namespace plimsoll::kube
