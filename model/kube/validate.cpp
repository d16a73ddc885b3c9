// SPDX-License-Identifier: Apache-2.0
#include "kube/validate.h"

#include "kube/words.h"

#include <QUrl>

#include <algorithm>

namespace plimsoll::kube {
namespace {

/// All that is wrong, as kubectl tells it.
class Problems {
public:
    void add(std::string what, const std::string& file, std::string hint = "Correct the kubeconfig") {
        m_found.push_back({std::move(what), file, std::move(hint)});
    }
    [[nodiscard]] Result<void> result() const {
        if (m_found.empty()) {
            return {};
        }
        std::string all;
        for (const auto& problem : m_found) {
            all += (all.empty() ? "" : ", ") + problem.what;
        }
        return fail(ErrorCode::Input,
                    "invalid configuration: " + (m_found.size() == 1 ? all : "[" + all + "]"),
                    m_found.front().file, m_found.front().hint);
    }

private:
    struct Problem {
        std::string what;
        std::string file;
        std::string hint;
    };
    std::vector<Problem> m_found;
};

void checkServer(Problems& problems, const ClusterStanza& cluster, const std::string& name) {
    if (cluster.server.empty()) {
        problems.add("no server found for cluster " + inQuotes(name), cluster.file,
                     "Add \"server:\" to the cluster, or give --server");
        return;
    }
    const QUrl url(QString::fromStdString(serverUrl(cluster)), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"https" && url.scheme() != u"http")) {
        problems.add("the server of cluster " + inQuotes(name) + " is not an http or https URL: " +
                         shortened(url.isValid() ? url.toDisplayString(QUrl::RemoveUserInfo).toStdString()
                                                 : "it cannot be read"),
                     cluster.file, "Write it as https://HOST:PORT");
    }
}

void checkProxy(Problems& problems, const ClusterStanza& cluster, const std::string& name) {
    if (cluster.proxyUrl.empty()) {
        return;
    }
    const QUrl proxy(QString::fromStdString(cluster.proxyUrl), QUrl::StrictMode);
    const auto scheme = proxy.scheme();
    const auto begin = "invalid 'proxy-url' for cluster " + inQuotes(name) + ": ";
    if (scheme != u"http" && scheme != u"https" && scheme != u"socks5") {
        problems.add(begin + "unsupported scheme " + inQuotes(scheme.toStdString()) +
                         ", must be http, https, or socks5",
                     cluster.file);
    } else if (!proxy.isValid() || proxy.host().isEmpty()) {
        problems.add(begin + "it names no host", cluster.file);
    }
}

void checkCluster(Problems& problems, const ClusterStanza& cluster, const std::string& name) {
    checkServer(problems, cluster, name);
    checkProxy(problems, cluster, name);
    const bool hasCa = !cluster.certificateAuthority.empty() || !cluster.certificateAuthorityData.empty();
    if (!cluster.certificateAuthority.empty() && !cluster.certificateAuthorityData.empty()) {
        problems.add("certificate-authority-data and certificate-authority are both specified for cluster " +
                         inQuotes(name) + ". certificate-authority-data will override",
                     cluster.file, "Keep one of the two");
    }
    if (cluster.insecureSkipTlsVerify && hasCa) {
        problems.add("specifying a root certificates file with the insecure flag is not allowed (cluster " +
                         inQuotes(name) + ")",
                     cluster.file, "Keep the certificate authority or insecure-skip-tls-verify, not both");
    }
}

void checkExec(Problems& problems, const UserStanza& user, const std::string& name) {
    const auto& exec = *user.exec;
    const auto plugin = name + " to use exec authentication plugin";
    if (!user.authProvider.empty()) {
        problems.add("authProvider cannot be provided in combination with an exec plugin for " + name,
                     user.file);
    }
    if (exec.command.empty()) {
        problems.add("command must be specified for " + plugin, user.file);
    }
    const bool v1 = exec.apiVersion == "client.authentication.k8s.io/v1";
    if (exec.apiVersion.empty()) {
        problems.add("apiVersion must be specified for " + plugin, user.file);
    } else if (!v1 && exec.apiVersion != "client.authentication.k8s.io/v1beta1") {
        problems.add("exec plugin: invalid apiVersion " + inQuotes(exec.apiVersion) + " for " + name,
                     user.file, "Use client.authentication.k8s.io/v1 with a plugin that supports it");
    }
    if (std::any_of(exec.env.begin(), exec.env.end(),
                    [](const auto& variable) { return variable.first.empty(); })) {
        problems.add("env variable name must be specified for " + plugin, user.file);
    }
    const auto& mode = exec.interactiveMode;
    if (mode.empty() && v1) {
        problems.add("interactiveMode must be specified for " + plugin, user.file);
    } else if (!mode.empty() && mode != "Never" && mode != "IfAvailable" && mode != "Always") {
        problems.add("invalid interactiveMode for " + name + ": " + inQuotes(mode), user.file,
                     "It must be Never, IfAvailable or Always");
    }
}

/// As kubectl, which takes no notice of a key without a certificate.
void checkCertificate(Problems& problems, const UserStanza& user, const std::string& name) {
    if (user.clientCertificate.empty() && user.clientCertificateData.empty()) {
        return;
    }
    if (!user.clientCertificate.empty() && !user.clientCertificateData.empty()) {
        problems.add("client-cert-data and client-cert are both specified for " + name +
                         ". client-cert-data will override",
                     user.file, "Keep one of the two");
    }
    if (!user.clientKey.empty() && !user.clientKeyData.empty()) {
        problems.add("client-key-data and client-key are both specified for " + name +
                         "; client-key-data will override",
                     user.file, "Keep one of the two");
    }
    if (user.clientKey.empty() && user.clientKeyData.empty()) {
        problems.add("client-key-data or client-key must be specified for " + name +
                         " to use the clientCert authentication method",
                     user.file);
    }
}

void checkOidc(Problems& problems, const UserStanza& user, const std::string& name) {
    if (user.oidc.issuer.empty()) {
        problems.add("Must provide idp-issuer-url for the oidc auth provider of " + name, user.file);
    }
    if (user.oidc.clientId.empty()) {
        problems.add("Must provide client-id for the oidc auth provider of " + name, user.file);
    }
}

void checkProvider(Problems& problems, const UserStanza& user, const std::string& name) {
    const bool otherwise = !user.token.empty() || !user.tokenFile.empty() || !user.username.empty() ||
                           !user.clientCertificate.empty() || !user.clientCertificateData.empty();
    if (user.authProvider.empty() || otherwise || user.exec) {
        return;
    }
    if (user.authProvider == "gcp") {
        problems.add("The gcp auth plugin of " + name + " has been removed", user.file,
                     "Please use the \"gke-gcloud-auth-plugin\" kubectl/client-go credential plugin instead");
    } else if (user.authProvider == "azure") {
        problems.add("The azure auth plugin of " + name + " has been removed", user.file,
                     "Please use the https://github.com/Azure/kubelogin kubectl/client-go credential plugin "
                     "instead");
    } else if (user.authProvider == "oidc") {
        checkOidc(problems, user, name);
    } else {
        problems.add("no Auth Provider found for name " + inQuotes(user.authProvider) + " of " + name,
                     user.file, "Use an exec credential plugin instead");
    }
}

void checkUser(Problems& problems, const UserStanza& user, const std::string& userName) {
    const auto name = "user " + inQuotes(userName);
    checkCertificate(problems, user, name);
    const bool hasToken = !user.token.empty() || !user.tokenFile.empty();
    if (hasToken && (!user.username.empty() || !user.password.empty())) {
        problems.add("more than one authentication method found for " + name +
                         "; found [token basicAuth], only one is allowed",
                     user.file);
    }
    if (user.exec) {
        checkExec(problems, user, name);
    }
    if (user.as.empty() && (!user.asUid.empty() || !user.asGroups.empty() || !user.asExtra.empty())) {
        problems.add("requesting uid, groups or user-extra for " + name + " without impersonating a user",
                     user.file, "Name the user with \"as:\" or --as");
    }
    checkProvider(problems, user, name);
}

} // namespace

Result<void> validate(const Chosen& chosen) {
    Problems problems;
    checkUser(problems, chosen.user, chosen.userName);
    checkCluster(problems, chosen.cluster, chosen.clusterName);
    return problems.result();
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
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) {
        url = "http://" + url;
    } else {
        std::transform(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(scheme), url.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    }
    url.resize(std::min(url.size(), url.find_first_of("?#")));
    while (url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

} // namespace plimsoll::kube
