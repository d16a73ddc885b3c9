// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include "app/duration.h"
#include "mesh/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

namespace plimsoll::app {
namespace {

constexpr std::array<std::string_view, 9> commands{"revisions", "weight", "dump", "lint", "status",
                                                   "cookie",    "export", "hide", "show"};

struct Flag {
    std::string_view name;
    char letter;
    enum class Takes { Nothing, Value, ValueAfterEquals } takes;
    std::function<Result<void>(Arguments&, const std::string& value)> set;
};

Failure badValue(const std::string& flag, const std::string& value, const std::string& hint) {
    return fail(ErrorCode::Input, "invalid value \"" + shortened(value) + "\"", "--" + flag, hint);
}

template <class Number>
Result<Number> number(const std::string& flag, const std::string& text, Number least) {
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || value < least) {
        return badValue(flag, text, "Give a whole number of at least " + std::to_string(least));
    }
    return value;
}

Result<bool> truth(const std::string& flag, const std::string& text) {
    if (text.empty() || text == "true" || text == "1") {
        return true;
    }
    if (text == "false" || text == "0") {
        return false;
    }
    return badValue(flag, text, "Give true or false");
}

Flag text(std::string_view name, char letter, std::function<void(Arguments&, const std::string&)> set) {
    return {name, letter, Flag::Takes::Value,
            [set = std::move(set)](Arguments& a, const std::string& v) -> Result<void> {
                set(a, v);
                return {};
            }};
}

Flag toggle(std::string_view name, char letter, std::function<void(Arguments&, bool)> set) {
    return {
        name, letter, Flag::Takes::ValueAfterEquals,
        [set = std::move(set), flag = std::string(name)](Arguments& a, const std::string& v) -> Result<void> {
            const auto on = truth(flag, v);
            if (!on) {
                return tl::unexpected(on.error());
            }
            set(a, *on);
            return {};
        }};
}

/// kubectl also takes ns/NAME, namespace/NAME and namespaces/NAME.
std::string withoutNamespacePrefix(const std::string& value) {
    for (const std::string_view prefix : {"namespaces/", "namespace/", "ns/"}) {
        if (value.starts_with(prefix)) {
            return value.substr(prefix.size());
        }
    }
    return value;
}

Result<void> setNamespaces(Arguments& a, const std::string& v) {
    std::vector<std::string> names;
    for (std::size_t from = 0; from <= v.size();) {
        const auto comma = std::min(v.find(',', from), v.size());
        auto name = withoutNamespacePrefix(v.substr(from, comma - from));
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
        from = comma + 1;
    }
    if (names.empty()) { // as kubectl takes -n "": the context's own
        a.namespaces.clear();
        a.kube.ns = std::string();
        return {};
    }
    a.kube.ns = names.front();
    a.namespaces = std::move(names);
    return {};
}

Result<void> setDemo(Arguments& a, const std::string& v) {
    if (v.empty()) {
        a.demo = 0;
        return {};
    }
    const auto count = number<int>("demo", v, 1);
    if (!count || *count > 100'000) {
        return badValue("demo", v, "Give a number of revisions from 1 to 100000, or no value");
    }
    a.demo = *count;
    return {};
}

Result<void> setNow(Arguments& a, const std::string& v) {
    const auto value = number<std::int64_t>("now", v, 0);
    if (!value) {
        return tl::unexpected(value.error());
    }
    a.session.now = *value;
    return {};
}

Result<void> setCarrier(Arguments& a, const std::string& v) {
    const auto carrier = session::parseCarrier(v);
    if (!carrier) {
        return badValue("carrier", v, "Give cookie, header, envelope-header or query");
    }
    a.session.carrier = *carrier;
    return {};
}

Result<void> setTimeout(Arguments& a, const std::string& v) {
    const auto value = parseDuration(v);
    if (!value) {
        return badValue("request-timeout", v, "Give a duration such as 30s, 2m or 1h, or 0 for none");
    }
    a.kube.requestTimeout = *value;
    return {};
}

Result<void> setVerbosity(Arguments& a, const std::string& v) {
    const auto value = number<int>("v", v, 0);
    if (!value) {
        return tl::unexpected(value.error());
    }
    a.verbosity = *value;
    return {};
}

Result<void> addExtra(Arguments& a, const std::string& v) {
    const auto equals = v.find('=');
    if (equals == std::string::npos || equals == 0) {
        return badValue("as-user-extra", v, "Give KEY=VALUE, once for each value");
    }
    a.kube.asExtra[v.substr(0, equals)].push_back(v.substr(equals + 1));
    return {};
}

std::vector<Flag> clusterFlags() {
    using A = Arguments;
    using S = const std::string&;
    return {
        text("kubeconfig", 0, [](A& a, S v) { a.kube.kubeconfig = v; }),
        text("context", 0, [](A& a, S v) { a.kube.context = v; }),
        text("cluster", 0, [](A& a, S v) { a.kube.cluster = v; }),
        text("user", 0, [](A& a, S v) { a.kube.user = v; }),
        {"namespace", 'n', Flag::Takes::Value, setNamespaces},
        text("server", 's', [](A& a, S v) { a.kube.server = v; }),
        text("token", 0, [](A& a, S v) { a.kube.token = v; }),
        text("as", 0, [](A& a, S v) { a.kube.as = v; }),
        text("as-group", 0, [](A& a, S v) { a.kube.asGroups.push_back(v); }),
        text("as-uid", 0, [](A& a, S v) { a.kube.asUid = v; }),
        {"as-user-extra", 0, Flag::Takes::Value, addExtra},
        text("username", 0, [](A& a, S v) { a.kube.username = v; }),
        text("password", 0, [](A& a, S v) { a.kube.password = v; }),
        text("certificate-authority", 0, [](A& a, S v) { a.kube.certificateAuthority = v; }),
        text("client-certificate", 0, [](A& a, S v) { a.kube.clientCertificate = v; }),
        text("client-key", 0, [](A& a, S v) { a.kube.clientKey = v; }),
        text("tls-server-name", 0, [](A& a, S v) { a.kube.tlsServerName = v; }),
        text("proxy-url", 0, [](A& a, S v) { a.kube.proxyUrl = v; }),
        toggle("insecure-skip-tls-verify", 0, [](A& a, bool on) { a.kube.insecureSkipTlsVerify = on; }),
        toggle("disable-compression", 0, [](A& a, bool on) { a.kube.disableCompression = on; }),
        toggle("all-namespaces", 'A', [](A& a, bool on) { a.allNamespaces = on; }),
        toggle("with-endpoints", 0, [](A& a, bool on) { a.withEndpoints = on; }),
        {"request-timeout", 0, Flag::Takes::Value, setTimeout},
        {"v", 'v', Flag::Takes::Value, setVerbosity},
        {"demo", 0, Flag::Takes::ValueAfterEquals, setDemo},
        text("from", 0, [](A& a, S v) { a.from = v; }),
    };
}

std::vector<Flag> ownFlags() {
    using A = Arguments;
    using S = const std::string&;
    return {
        text("output", 'o', [](A& a, S v) { a.output = v; }),
        text("view", 0, [](A& a, S v) { a.view = v; }),
        text("theme", 0, [](A& a, S v) { a.theme = v; }),
        text("istio-version", 0, [](A& a, S v) { a.istioVersion = v; }),
        text("proxy", 0, [](A& a, S v) { a.proxy = v; }),
        toggle("resources", 0, [](A& a, bool on) { a.resources = on; }),
        text("sort", 0, [](A& a, S v) { a.sort = v; }),
        text("explain", 0, [](A& a, S v) { a.explain = v; }),
        text("what-if", 0, [](A& a, S v) { a.whatIf = v; }),
        text("by", 0, [](A& a, S v) { a.by = v; }),
        {"carrier", 0, Flag::Takes::Value, setCarrier},
        text("name", 0, [](A& a, S v) { a.session.cookieName = v; }),
        {"now", 0, Flag::Takes::Value, setNow},
        text("path", 0, [](A& a, S v) { a.session.requestPath = v; }),
        toggle("all", 0, [](A& a, bool on) { a.all = on; }),
        toggle("yes", 'y', [](A& a, bool on) { a.yes = on; }),
        toggle("dry-run", 0, [](A& a, bool on) { a.dryRun = on; }),
        toggle("read-only", 0, [](A& a, bool on) { a.readOnly = on; }),
        toggle("allow-exec-plugin", 0, [](A& a, bool on) { a.allowExec = on; }),
        toggle("help", 'h', [](A& a, bool on) { a.help = on; }),
        toggle("version", 0, [](A& a, bool on) { a.version = on; }),
    };
}

class Parser {
public:
    explicit Parser(const std::vector<std::string>& words) : m_words(words), m_flags(clusterFlags()) {
        for (auto& flag : ownFlags()) {
            m_flags.push_back(std::move(flag));
        }
    }

    Result<Arguments> run() {
        while (m_at < m_words.size()) {
            const std::string& word = m_words[m_at++];
            const auto done = m_onlyOperands || word.size() < 2 || word[0] != '-' ? operand(word)
                              : word == "--"                                      ? endOfFlags()
                              : word[1] == '-'                                    ? longFlag(word)
                                                                                  : letters(word);
            if (!done) {
                return tl::unexpected(done.error());
            }
        }
        return std::move(m_arguments);
    }

private:
    Result<void> endOfFlags() {
        m_onlyOperands = true;
        return {};
    }

    Result<void> operand(const std::string& word) {
        if (!m_arguments.command.empty() || m_onlyOperands) {
            m_arguments.operands.push_back(word);
            return {};
        }
        for (const auto& command : commands) {
            if (word == command) {
                m_arguments.command = word;
                return {};
            }
        }
        if (word == "help") {
            m_arguments.help = true;
            return {};
        }
        return fail(ErrorCode::Input, "unknown command \"" + shortened(word) + "\" for \"plimsoll\"", {},
                    "See 'plimsoll --help' for the commands");
    }

    Result<void> longFlag(const std::string& word) {
        const auto equals = word.find('=');
        const auto name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        for (const auto& flag : m_flags) {
            if (flag.name != name) {
                continue;
            }
            if (equals != std::string::npos) {
                return flag.set(m_arguments, word.substr(equals + 1));
            }
            return flag.takes == Flag::Takes::Value ? withNextWord(flag, word) : flag.set(m_arguments, {});
        }
        return fail(ErrorCode::Input, "unknown flag: --" + shortened(name), {},
                    "See 'plimsoll --help' for the flags");
    }

    /// "-A", "-n shop", "-nshop", "-n=shop", "-Ao json".
    Result<void> letters(const std::string& word) {
        for (std::size_t i = 1; i < word.size(); ++i) {
            const Flag* found = nullptr;
            for (const auto& flag : m_flags) {
                found = flag.letter == word[i] ? &flag : found;
            }
            if (found == nullptr) {
                return fail(ErrorCode::Input,
                            "unknown shorthand flag: '" + shortened(word.substr(i, 1)) + "' in " +
                                shortened(word),
                            {}, "See 'plimsoll --help' for the flags");
            }
            const auto rest = word.substr(i + 1);
            if (found->takes == Flag::Takes::Value) {
                return rest.empty() ? withNextWord(*found, word)
                                    : found->set(m_arguments, rest[0] == '=' ? rest.substr(1) : rest);
            }
            if (auto done = found->set(m_arguments, {}); !done) {
                return done;
            }
        }
        return {};
    }

    Result<void> withNextWord(const Flag& flag, const std::string& word) {
        if (m_at >= m_words.size()) {
            return fail(ErrorCode::Input, "flag needs an argument: " + shortened(word), {},
                        "See 'plimsoll --help' for the flags");
        }
        return flag.set(m_arguments, m_words[m_at++]);
    }

    const std::vector<std::string>& m_words;
    std::vector<Flag> m_flags;
    Arguments m_arguments;
    std::size_t m_at = 0;
    bool m_onlyOperands = false;
};

Result<void> checkTogether(const Arguments& a) {
    if (a.demo && a.from) {
        return fail(ErrorCode::Input, "--demo and --from exclude each other", {}, "Give one of them");
    }
    if ((a.demo || a.from) && (a.kube.context || a.kube.server)) {
        return fail(ErrorCode::Input, "--demo and --from exclude --context and --server", {},
                    "Give one source");
    }
    if (a.allNamespaces && a.kube.ns) {
        return fail(ErrorCode::Input, "--all-namespaces and --namespace exclude each other", {},
                    "Give one of them");
    }
    if (a.namespaces.size() > 1 && (a.command == "hide" || a.command == "show")) {
        return badValue("namespace", a.namespaces[0] + "," + a.namespaces[1],
                        "Give the one namespace of the revisions");
    }
    if (a.command != "export" && !a.output.empty() && a.output != "json" && a.output != "table") {
        return badValue("output", a.output, "Give json or table");
    }
    if (!a.proxy.empty() && (a.proxy.find('/') == std::string::npos || a.proxy.ends_with('/'))) {
        return badValue("proxy", a.proxy, "Give NAMESPACE/POD");
    }
    if (!a.sort.empty() && a.sort != "name" && a.sort != "bytes") {
        return badValue("sort", a.sort, "Give name or bytes");
    }
    if (!a.by.empty() && a.by != "namespace" && a.by != "service" && a.by != "revision") {
        return badValue("by", a.by, "Give namespace, service or revision");
    }
    if (!a.explain.empty() && (a.explain.find('/') == std::string::npos || a.operands.size() != 1)) {
        return badValue("explain", a.explain, "Give NAMESPACE/POD and a SERVICE");
    }
    if (!a.theme.empty() && a.theme != "light" && a.theme != "dark" && a.theme != "system") {
        return badValue("theme", a.theme, "Give light, dark or system");
    }
    if (!a.istioVersion.empty() && !mesh::parseVersion(a.istioVersion)) {
        return badValue("istio-version", a.istioVersion, "Give a version such as 1.30.3");
    }
    return {};
}

} // namespace

bool Arguments::narrows() const {
    // A proxy carries Services of every namespace, and hiding is judged by everything that may route.
    return !namespaces.empty() &&
           (command.empty() || command == "revisions" || command == "export" || command == "status");
}

bool Arguments::shows(const std::string& ns) const {
    return namespaces.empty() || std::find(namespaces.begin(), namespaces.end(), ns) != namespaces.end();
}

bool Arguments::namesSource() const {
    return demo || from || kube.context || kube.kubeconfig || kube.server;
}

Result<Arguments> parseArguments(const std::vector<std::string>& words) {
    auto arguments = Parser(words).run();
    if (!arguments || arguments->help || arguments->version) {
        return arguments;
    }
    if (auto fine = checkTogether(*arguments); !fine) {
        return tl::unexpected(fine.error());
    }
    return arguments;
}

} // namespace plimsoll::app
