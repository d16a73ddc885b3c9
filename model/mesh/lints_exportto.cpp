// SPDX-License-Identifier: Apache-2.0
// exportTo of Services, ServiceEntries, VirtualServices and DestinationRules.
#include "mesh/lints_p.h"
#include "mesh/visibility.h"

#include <algorithm>
#include <set>

namespace plimsoll::mesh {
namespace {

using Words = std::vector<std::string>;

std::string joined(const Words& words) {
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    const auto last = text.find_last_not_of(' ');
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, last - first + 1));
}

bool isNamespace(std::string_view word) {
    return !word.empty() && word != "*" && word != "." && word != "~";
}

/// One object with an exportTo.
struct Exported {
    const cluster::Meta& meta;
    std::string kind;
    std::string field;
    bool service = false; // its own traffic is hidden, not only rules for it
};

class ExportLinter {
public:
    ExportLinter(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out)
        : m_version(settings.istio.value_or(Version{1, 1'000, 0})), m_out(out) {
        for (const auto& [key, ns] : cluster.all<cluster::Namespace>()) {
            m_namespaces.insert(key.name.str());
        }
        m_knowsNamespaces = !m_namespaces.empty() && readable(cluster.status(cluster::Kind::Namespace));
    }

    void check(const cluster::Service& service) {
        const auto text = cluster::valueOf(service.meta.annotations, exportToAnnotation);
        if (text.empty()) {
            return;
        }
        Words words;
        bool spaces = false;
        for (std::size_t from = 0; from <= text.size();) {
            const auto comma = std::min(text.find(',', from), text.size());
            const auto word = text.substr(from, comma - from);
            words.push_back(trimmed(word));
            spaces = spaces || words.back() != word;
            from = comma + 1;
        }
        const Exported object{service.meta, "Service",
                              "metadata.annotations[" + std::string(exportToAnnotation) + ']', true};
        if (isBefore({1, 7, 0})) {
            checkOld(object, words, text);
            return;
        }
        if (spaces && isBefore({1, 24, 0})) {
            add(LintRule::ExportToSpaces, object,
                "Istio " + m_version.text() + " does not trim the spaces in \"" + std::string(text) +
                    "\": a word with one names no namespace.",
                "Write " + joinedTight(words));
        }
        check(object, words);
    }

    void check(const cluster::Meta& meta, std::string kind, const std::vector<Text>& exportTo, bool service) {
        Words words;
        for (const auto& word : exportTo) {
            words.push_back(word.str());
        }
        if (!words.empty()) {
            check({meta, std::move(kind), "spec.exportTo", service}, words);
        }
    }

private:
    static std::string joinedTight(const Words& words) {
        std::string text;
        for (const auto& word : words) {
            text += (text.empty() ? "" : ",") + word;
        }
        return text;
    }

    [[nodiscard]] bool isBefore(const Version& version) const { return m_version < version; }

    /// Until 1.6 only "." was known, everything else was public.
    void checkOld(const Exported& object, const Words& words, std::string_view text) {
        const auto known = [](const std::string& word) { return word == "." || word == "*"; };
        if (std::none_of(words.begin(), words.end(), known)) {
            add(LintRule::ExportToReadAsPublic, object,
                "Istio " + m_version.text() + " takes \"" + std::string(text) +
                    "\" for public: it knows only \".\".",
                "Write \".\", or upgrade to Istio 1.7 or later");
        }
    }

    void check(const Exported& object, const Words& words) {
        const auto has = [&](std::string_view word) {
            return std::find(words.begin(), words.end(), word) != words.end();
        };
        if (has("*") || has("~")) {
            return; // decides alone
        }
        Words missing;
        Words existing;
        for (const auto& word : words) {
            if (isNamespace(word)) {
                (m_namespaces.contains(word) ? existing : missing).push_back(word);
            }
        }
        const bool own = has(".") || has(object.meta.ns.view());
        if (m_knowsNamespaces && !missing.empty()) {
            addMissing(object, missing, own || !existing.empty());
        }
        if (!own && !existing.empty() && object.service) {
            add(LintRule::ExportToLeavesOutOwn, object,
                "It is exported to " + joined(existing) + ", and not to its own namespace " +
                    object.meta.ns.str() + ": a list does not imply that.",
                "Add \".\" to the list, unless callers in its own namespace are not meant to see it");
        }
    }

    void addMissing(const Exported& object, const Words& missing, bool reachesOthers) {
        const auto names = joined(missing);
        const bool one = missing.size() == 1;
        if (reachesOthers) {
            add(LintRule::ExportToMissing, object,
                names + (one ? " does not exist" : " do not exist") +
                    ": nobody sees it there until such a namespace is made.",
                "Take " + names + " out of the list, or correct the name");
            return;
        }
        const bool cheaper = object.kind == "Service" && !isBefore({1, 20, 0});
        add(LintRule::ExportToNobody, object,
            "It is exported to " + names + " only, which " + (one ? "does" : "do") +
                " not exist: nobody sees it, until such a namespace is made." +
                (cheaper ? " istiod still works on each of its changes." : ""),
            object.kind == "Service" || object.kind == "ServiceEntry"
                ? "If it is to be hidden, write \"~\": the same for every proxy, less work for istiod"
                : "Write \".\", or correct the name");
    }

    void add(LintRule rule, const Exported& object, std::string message, std::string fix) {
        m_out.push_back({rule, object.kind, object.meta.ns.str(), object.meta.name.str(), object.field,
                         std::move(message), std::move(fix)});
    }

    Version m_version; // unknown: a newest one
    std::vector<Lint>& m_out;
    std::set<std::string, std::less<>> m_namespaces;
    bool m_knowsNamespaces = false;
};

} // namespace

void lintExports(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out) {
    ExportLinter linter(cluster, settings, out);
    for (const auto& [key, service] : cluster.all<cluster::Service>()) {
        linter.check(service);
    }
    for (const auto& [key, entry] : cluster.all<cluster::ServiceEntry>()) {
        linter.check(entry.meta, "ServiceEntry", entry.exportTo, true);
    }
    for (const auto& [key, service] : cluster.all<cluster::VirtualService>()) {
        linter.check(service.meta, "VirtualService", service.exportTo, false);
    }
    for (const auto& [key, rule] : cluster.all<cluster::DestinationRule>()) {
        linter.check(rule.meta, "DestinationRule", rule.exportTo, false);
    }
}

} // namespace plimsoll::mesh
