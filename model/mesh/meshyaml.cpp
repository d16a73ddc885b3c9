// SPDX-License-Identifier: Apache-2.0
#include "mesh/meshyaml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace plimsoll::mesh {
namespace {

// A ConfigMap holds at most 1 MiB on a server; a file may hold anything.
constexpr std::size_t longestText = 4U << 20U;

class Reader {
public:
    Reader(const YAML::Node& root, const std::string& where, MeshSettings& settings)
        : m_root(root), m_where(where), m_settings(settings) {}

    void read() {
        list("defaultServiceExportTo", m_settings.serviceExportTo);
        list("defaultVirtualServiceExportTo", m_settings.virtualServiceExportTo);
        list("defaultDestinationRuleExportTo", m_settings.destinationRuleExportTo);
        text("rootNamespace", m_settings.rootNamespace);
        text("trustDomain", m_settings.trustDomain);
        flag("enableAutoMtls", m_settings.autoMtls);
        outbound();
        accessLog();
        discoverySelectors();
    }

private:
    void warn(const std::string& field, const std::string& wanted) {
        m_settings.warnings.push_back(
            Error{ErrorCode::Input, "mesh." + field + " is not " + wanted + "; its default is assumed",
                  m_where, "correct it there: istiod may read it differently", 0});
    }

    static bool present(const YAML::Node& node) { return node.IsDefined() && !node.IsNull(); }

    void text(const std::string& field, std::string& into) {
        const auto node = m_root[field];
        if (!present(node)) {
            return;
        }
        if (!node.IsScalar()) {
            warn(field, "a text");
        } else if (!node.Scalar().empty()) {
            into = node.Scalar();
        }
    }

    void flag(const std::string& field, bool& into) {
        const auto node = m_root[field];
        if (!present(node)) {
            return;
        }
        bool value = false;
        if (node.IsScalar() && YAML::convert<bool>::decode(node, value)) {
            into = value;
        } else {
            warn(field, "true or false");
        }
    }

    /// An absent or empty list keeps the default, as in istiod.
    void list(const std::string& field, std::vector<std::string>& into) {
        const auto node = m_root[field];
        if (!present(node)) {
            return;
        }
        std::vector<std::string> values;
        if (!scalars(node, values)) {
            warn(field, "a list of texts");
        } else if (!values.empty()) {
            into = std::move(values);
        }
    }

    static bool scalars(const YAML::Node& node, std::vector<std::string>& into) {
        if (!node.IsSequence()) {
            return false;
        }
        for (const auto& item : node) {
            if (!item.IsScalar()) {
                return false;
            }
            into.push_back(item.Scalar());
        }
        return true;
    }

    void outbound() {
        const auto policy = m_root["outboundTrafficPolicy"];
        if (!present(policy)) {
            return;
        }
        const auto mode = policy.IsMap() ? policy["mode"] : YAML::Node();
        if (!policy.IsMap() || (present(mode) && !mode.IsScalar())) {
            warn("outboundTrafficPolicy", "a map with a mode");
        } else if (present(mode)) {
            m_settings.outboundAllowAny = mode.Scalar() != "REGISTRY_ONLY";
        }
    }

    void accessLog() {
        std::string file;
        text("accessLogFile", file);
        const auto providers = m_root["defaultProviders"];
        const auto logging =
            present(providers) && providers.IsMap() ? providers["accessLogging"] : YAML::Node();
        m_settings.accessLog = !file.empty() || (logging.IsSequence() && logging.size() > 0);
    }

    void discoverySelectors() {
        const auto selectors = m_root["discoverySelectors"];
        if (!present(selectors)) {
            return;
        }
        if (!selectors.IsSequence()) {
            warn("discoverySelectors", "a list of label selectors");
            return;
        }
        for (const auto& selector : selectors) {
            MeshSettings::Selector read;
            if (!selector.IsMap() || !matchLabels(selector["matchLabels"], read) ||
                !expressions(selector["matchExpressions"], read)) {
                warn("discoverySelectors", "a list of label selectors");
                continue;
            }
            m_settings.discoverySelectors.push_back(std::move(read));
        }
    }

    static bool matchLabels(const YAML::Node& node, MeshSettings::Selector& into) {
        if (!present(node)) {
            return true;
        }
        if (!node.IsMap()) {
            return false;
        }
        for (const auto& pair : node) {
            if (!pair.first.IsScalar() || !pair.second.IsScalar()) {
                return false;
            }
            into.matchLabels.emplace_back(Text(pair.first.Scalar()), Text(pair.second.Scalar()));
        }
        std::sort(into.matchLabels.begin(), into.matchLabels.end());
        return true;
    }

    static bool expressions(const YAML::Node& node, MeshSettings::Selector& into) {
        if (!present(node)) {
            return true;
        }
        if (!node.IsSequence()) {
            return false;
        }
        for (const auto& item : node) {
            if (!item.IsMap() || !item["key"].IsScalar() || !item["operator"].IsScalar()) {
                return false;
            }
            MeshSettings::Selector::Expression expression{
                item["key"].Scalar(), item["operator"].Scalar(), {}};
            if (present(item["values"]) && !scalars(item["values"], expression.values)) {
                return false;
            }
            into.expressions.push_back(std::move(expression));
        }
        return true;
    }

    const YAML::Node& m_root;
    const std::string& m_where;
    MeshSettings& m_settings;
};

void warnUnreadable(const std::string& why, const std::string& where, MeshSettings& settings) {
    settings.warnings.push_back(
        Error{ErrorCode::Input,
              "the mesh configuration cannot be read (" + shortened(why) + "); Istio's defaults are assumed",
              where, "compare it with `istioctl analyze`", 0});
}

} // namespace

void readMeshYaml(const std::string& text, const std::string& where, MeshSettings& settings) {
    if (text.size() > longestText) {
        warnUnreadable("longer than 4 MiB", where, settings);
        return;
    }
    try { // yaml-cpp speaks in exceptions; none may leave this function
        const YAML::Node root = YAML::Load(text);
        if (root.IsNull()) {
            return;
        }
        if (!root.IsMap()) {
            warnUnreadable("not a map", where, settings);
            return;
        }
        Reader(root, where, settings).read();
    } catch (const YAML::Exception& error) {
        warnUnreadable(error.what(), where, settings);
    }
}

} // namespace plimsoll::mesh
