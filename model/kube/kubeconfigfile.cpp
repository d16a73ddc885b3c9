// SPDX-License-Identifier: Apache-2.0
#include "kube/kubeconfigfile.h"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <charconv>
#include <cmath>

namespace plimsoll::kube {
namespace {

using Json = nlohmann::json;

constexpr qint64 mostBytes = qint64{64} << 20U; // no kubeconfig and no certificate bundle comes near
constexpr auto execExtensionName = "client.authentication.k8s.io/exec";

struct Problem { // leaves parse() only as a Result
    std::string what;
    int line = 0;
};

[[noreturn]] void reject(const YAML::Node& node, std::string what) {
    throw Problem{std::move(what), node.Mark().line + 1};
}

bool given(const YAML::Node& node) {
    return node.IsDefined() && !node.IsNull();
}

std::string textAt(const YAML::Node& map, const char* key) {
    const auto node = map[key];
    if (!given(node)) {
        return {};
    }
    if (!node.IsScalar()) {
        reject(node, std::string(key) + " is not a string");
    }
    return node.Scalar();
}

bool flagAt(const YAML::Node& map, const char* key) {
    const auto node = map[key];
    bool value = false;
    if (given(node) && (!node.IsScalar() || !YAML::convert<bool>::decode(node, value))) {
        reject(node, std::string(key) + " is neither true nor false");
    }
    return value;
}

std::vector<std::string> textsAt(const YAML::Node& map, const std::string& key) {
    std::vector<std::string> texts;
    const auto node = map[key];
    if (!given(node)) {
        return texts;
    }
    if (!node.IsSequence()) {
        reject(node, shortened(key) + " is not a list");
    }
    for (const auto& item : node) {
        if (!item.IsScalar()) {
            reject(item, shortened(key) + " holds something that is not a string");
        }
        texts.push_back(item.Scalar());
    }
    return texts;
}

Json plainScalar(const std::string& text) {
    if (text == "true" || text == "false") {
        return text == "true";
    }
    if (text.empty() || text == "~" || text == "null") {
        return nullptr;
    }
    const auto* end = text.data() + text.size();
    std::int64_t whole = 0;
    if (const auto [at, error] = std::from_chars(text.data(), end, whole);
        error == std::errc() && at == end) {
        return whole;
    }
    double number = 0;
    if (const auto [at, error] = std::from_chars(text.data(), end, number);
        error == std::errc() && at == end && std::isfinite(number)) {
        return number;
    }
    return text;
}

/// `budget` bounds what aliases can multiply.
Json jsonOf(const YAML::Node& node, int& budget, int depth = 0) {
    if (--budget < 0 || depth > 60) {
        reject(node, "the extension is too large or nested too deep");
    }
    if (node.IsMap()) {
        auto object = Json::object();
        for (const auto& member : node) {
            if (!member.first.IsScalar()) {
                reject(member.first, "a key of the extension is not a string");
            }
            object[member.first.Scalar()] = jsonOf(member.second, budget, depth + 1);
        }
        return object;
    }
    if (node.IsSequence()) {
        auto array = Json::array();
        for (const auto& item : node) {
            array.push_back(jsonOf(item, budget, depth + 1));
        }
        return array;
    }
    if (!node.IsScalar()) {
        return nullptr;
    }
    return node.Tag() == "!" ? Json(node.Scalar()) : plainScalar(node.Scalar());
}

std::string execExtensionOf(const YAML::Node& cluster) {
    const auto extensions = cluster["extensions"];
    if (!given(extensions) || !extensions.IsSequence()) {
        return {};
    }
    for (const auto& extension : extensions) {
        if (extension.IsMap() && textAt(extension, "name") == execExtensionName) {
            int budget = 10'000;
            return jsonOf(extension["extension"], budget)
                .dump(-1, ' ', false, Json::error_handler_t::replace);
        }
    }
    return {};
}

class Parser {
public:
    Parser(const std::string& path, int order)
        : m_path(path)
        , m_order(order)
        , m_folder(QFileInfo(QString::fromStdString(path)).absoluteDir().absolutePath()) {}

    KubeconfigFile parse(const YAML::Node& top) {
        KubeconfigFile file;
        if (!given(top)) {
            return file;
        }
        if (!top.IsMap()) {
            reject(top, "this is no kubeconfig: it does not begin with fields such as \"clusters:\"");
        }
        if (const auto version = textAt(top, "apiVersion"); !version.empty() && version != "v1") {
            reject(top["apiVersion"], "apiVersion is \"" + shortened(version) + "\", not v1");
        }
        if (const auto kind = textAt(top, "kind"); !kind.empty() && kind != "Config") {
            reject(top["kind"], "kind is \"" + shortened(kind) + "\", not Config: this is no kubeconfig");
        }
        file.currentContext = textAt(top, "current-context");
        file.currentContextFile = m_path;
        file.currentContextOrder = m_order;
        each(top, "clusters", "cluster",
             [&](const auto& name, const auto& node) { return add(file.clusters, name, cluster(node)); });
        each(top, "users", "user",
             [&](const auto& name, const auto& node) { return add(file.users, name, user(node)); });
        each(top, "contexts", "context",
             [&](const auto& name, const auto& node) { return add(file.contexts, name, context(node)); });
        return file;
    }

private:
    template <class Stanza>
    bool add(std::map<std::string, Stanza>& stanzas, const std::string& name, Stanza stanza) {
        stanza.file = m_path;
        stanza.order = m_order;
        return stanzas.emplace(name, std::move(stanza)).second;
    }

    template <class Add>
    static void each(const YAML::Node& top, const char* list, const char* field, Add added) {
        const auto entries = top[list];
        if (!given(entries)) {
            return;
        }
        if (!entries.IsSequence()) {
            reject(entries, std::string(list) + " is not a list");
        }
        for (const auto& entry : entries) {
            if (!entry.IsMap()) {
                reject(entry, std::string("an entry of ") + list + " has no name and " + field);
            }
            const auto name = textAt(entry, "name");
            const YAML::Node stanza = entry[field];
            if (given(stanza) && !stanza.IsMap()) {
                reject(stanza, std::string(field) + " of \"" + shortened(name) + "\" holds no fields");
            }
            if (!added(name, given(stanza) ? stanza : YAML::Node(YAML::NodeType::Map))) {
                reject(entry, "duplicate name \"" + shortened(name) + "\" in " + list);
            }
        }
    }

    [[nodiscard]] std::string absolute(const std::string& path) const {
        return path.empty() ? path
                            : QDir::cleanPath(QDir(m_folder).absoluteFilePath(QString::fromStdString(path)))
                                  .toStdString();
    }

    [[nodiscard]] ClusterStanza cluster(const YAML::Node& node) const {
        ClusterStanza cluster;
        cluster.server = textAt(node, "server");
        cluster.tlsServerName = textAt(node, "tls-server-name");
        cluster.insecureSkipTlsVerify = flagAt(node, "insecure-skip-tls-verify");
        cluster.certificateAuthority = absolute(textAt(node, "certificate-authority"));
        cluster.certificateAuthorityData = textAt(node, "certificate-authority-data");
        cluster.proxyUrl = textAt(node, "proxy-url");
        cluster.disableCompression = flagAt(node, "disable-compression");
        cluster.execExtension = execExtensionOf(node);
        return cluster;
    }

    [[nodiscard]] ExecConfig exec(const YAML::Node& node) const {
        if (!node.IsMap()) {
            reject(node, "exec holds no fields");
        }
        ExecConfig exec;
        exec.command = textAt(node, "command");
        if (exec.command.find('/') != std::string::npos) {
            exec.command = absolute(exec.command); // a bare name is looked up in PATH
        }
        exec.args = textsAt(node, "args");
        exec.apiVersion = textAt(node, "apiVersion");
        exec.installHint = textAt(node, "installHint");
        exec.provideClusterInfo = flagAt(node, "provideClusterInfo");
        exec.interactiveMode = textAt(node, "interactiveMode");
        const auto variables = node["env"];
        if (given(variables) && !variables.IsSequence()) {
            reject(variables, "env is not a list");
        }
        if (given(variables)) {
            for (const auto& variable : variables) {
                if (!variable.IsMap()) {
                    reject(variable, "an entry of env has no name and value");
                }
                exec.env.emplace_back(textAt(variable, "name"), textAt(variable, "value"));
            }
        }
        return exec;
    }

    void authProvider(const YAML::Node& node, UserStanza& user) const {
        if (!node.IsMap()) {
            reject(node, "auth-provider holds no fields");
        }
        user.authProvider = textAt(node, "name");
        const auto config = node["config"];
        if (user.authProvider != "oidc" || !given(config)) {
            return;
        }
        if (!config.IsMap()) {
            reject(config, "config of the auth-provider holds no fields");
        }
        user.oidc = {textAt(config, "idp-issuer-url"),
                     textAt(config, "client-id"),
                     textAt(config, "client-secret"),
                     absolute(textAt(config, "idp-certificate-authority")),
                     textAt(config, "idp-certificate-authority-data"),
                     textAt(config, "id-token"),
                     textAt(config, "refresh-token")};
    }

    [[nodiscard]] static std::map<std::string, std::vector<std::string>> extras(const YAML::Node& node) {
        std::map<std::string, std::vector<std::string>> extras;
        if (!given(node)) {
            return extras;
        }
        if (!node.IsMap()) {
            reject(node, "as-user-extra holds no fields");
        }
        for (const auto& entry : node) {
            if (!entry.first.IsScalar()) {
                reject(entry.first, "a key of as-user-extra is not a string");
            }
            const auto& key = entry.first.Scalar();
            extras[key] = textsAt(node, key);
        }
        return extras;
    }

    [[nodiscard]] UserStanza user(const YAML::Node& node) const {
        UserStanza user;
        user.clientCertificate = absolute(textAt(node, "client-certificate"));
        user.clientCertificateData = textAt(node, "client-certificate-data");
        user.clientKey = absolute(textAt(node, "client-key"));
        user.clientKeyData = textAt(node, "client-key-data");
        user.token = textAt(node, "token");
        user.tokenFile = absolute(textAt(node, "tokenFile"));
        user.username = textAt(node, "username");
        user.password = textAt(node, "password");
        user.as = textAt(node, "as");
        user.asUid = textAt(node, "as-uid");
        user.asGroups = textsAt(node, "as-groups");
        user.asExtra = extras(node["as-user-extra"]);
        if (const auto plugin = node["exec"]; given(plugin)) {
            user.exec = exec(plugin);
        }
        if (const auto provider = node["auth-provider"]; given(provider)) {
            authProvider(provider, user);
        }
        return user;
    }

    static ContextStanza context(const YAML::Node& node) {
        return {{}, 0, textAt(node, "cluster"), textAt(node, "user"), textAt(node, "namespace")};
    }

    std::string m_path;
    int m_order;
    QString m_folder;
};

} // namespace

Result<KubeconfigFile> parseKubeconfig(const std::string& text, const std::string& path, int order) {
    const auto at = [&path](int line) { return line > 0 ? path + ":" + std::to_string(line) : path; };
    try {
        return Parser(path, order).parse(YAML::Load(text));
    } catch (const Problem& problem) {
        return fail(ErrorCode::Input, problem.what, at(problem.line), "Correct the kubeconfig");
    } catch (const YAML::Exception& broken) {
        return fail(ErrorCode::Input, "the YAML is broken: " + shortened(broken.msg, 200),
                    at(broken.mark.is_null() ? 0 : broken.mark.line + 1), "Correct the kubeconfig");
    }
}

Result<std::string> readFile(const std::string& path) {
    QFile file(QString::fromStdString(path));
    const QFileInfo info(file);
    if (!info.exists()) {
        return fail(ErrorCode::NotFound, "no such file", path);
    }
    if (info.isDir()) {
        return fail(ErrorCode::Input, "this is a folder, not a file", path);
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Input, "cannot be read: " + file.errorString().toStdString(), path,
                    "Check its permissions");
    }
    constexpr qint64 pieceBytes = qint64{64} << 10U; // what is asked for is allocated, however small the file
    std::string text;
    while (text.size() <= static_cast<std::size_t>(mostBytes)) {
        const auto piece = file.read(pieceBytes);
        if (piece.isEmpty()) {
            return text;
        }
        text.append(piece.constData(), static_cast<std::size_t>(piece.size()));
    }
    return fail(ErrorCode::Input, "larger than 64 MB: this is not a configuration file", path);
}

} // namespace plimsoll::kube
