// SPDX-License-Identifier: Apache-2.0
#include "dump/reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace plimsoll::dump {
namespace {

using cluster::Tree;

struct Known {
    std::string_view section;
    std::string_view element; // the type's name where ?resource= gives only this list
    std::string_view field;
    DumpReader::Handler handler;
};

constexpr std::array known{
    Known{"BootstrapConfigDump", "", "bootstrap", &DumpReader::bootstrap},
    Known{"ClustersConfigDump", "DynamicCluster", "dynamic_active_clusters", &DumpReader::activeCluster},
    Known{"ClustersConfigDump", "", "dynamic_warming_clusters", &DumpReader::warmingCluster},
    Known{"ClustersConfigDump", "StaticCluster", "static_clusters", &DumpReader::staticCluster},
    Known{"ListenersConfigDump", "DynamicListener", "dynamic_listeners", &DumpReader::listener},
    Known{"ListenersConfigDump", "StaticListener", "static_listeners", &DumpReader::staticListener},
    Known{"RoutesConfigDump", "DynamicRouteConfig", "dynamic_route_configs", &DumpReader::route},
    Known{"RoutesConfigDump", "StaticRouteConfig", "static_route_configs", &DumpReader::staticRoute},
    Known{"EndpointsConfigDump", "DynamicEndpointConfig", "dynamic_endpoint_configs",
          &DumpReader::assignment},
    Known{"EndpointsConfigDump", "StaticEndpointConfig", "static_endpoint_configs",
          &DumpReader::staticAssignment},
    Known{"SecretsConfigDump", "DynamicSecret", "dynamic_active_secrets", &DumpReader::activeSecret},
    Known{"SecretsConfigDump", "", "dynamic_warming_secrets", &DumpReader::warmingSecret},
    Known{"SecretsConfigDump", "StaticSecret", "static_secrets", &DumpReader::staticSecret},
    Known{"EcdsConfigDump", "EcdsFilterConfig", "ecds_filters", &DumpReader::extension},
};

/// "type.googleapis.com/envoy.admin.v3.ClustersConfigDump.DynamicCluster" → "ClustersConfigDump",
/// "DynamicCluster".
std::pair<std::string_view, std::string_view> splitType(std::string_view type) {
    constexpr std::string_view suffix = "ConfigDump";
    const auto at = type.find(suffix);
    if (at == std::string_view::npos) {
        return {type.substr(type.rfind('/') + 1), {}};
    }
    const auto end = at + suffix.size();
    const auto begin = type.rfind('.', at) + 1;
    return {type.substr(begin, end - begin), type.substr(std::min(end + 1, type.size()))};
}

const Node* child(const Node* node, std::string_view snake, std::string_view camel = {}) {
    if (node == nullptr || node->type != Tree::Type::Map) {
        return nullptr;
    }
    const Node* const found = Tree::member(*node, snake);
    return found == nullptr && !camel.empty() ? Tree::member(*node, camel) : found;
}

std::string_view text(const Node* node) {
    const bool has =
        node != nullptr && (node->type == Tree::Type::String || node->type == Tree::Type::Number);
    return has ? node->text : std::string_view();
}

std::uint64_t hashOf(std::string_view name) {
    return std::hash<std::string_view>()(name);
}

template <class F>
void each(const Node* list, const F& use) {
    if (list != nullptr && list->type == Tree::Type::List) {
        Tree::eachItem(*list, use);
    }
}

} // namespace

DumpReader::DumpReader()
    : m_splitter([this](const DumpSplitter::Piece& piece) { return take(piece); },
                 [this](std::string_view type, std::int64_t bytes) { ended(type, bytes); }) {}

void DumpReader::note(std::string text) {
    m_dump.notes.push_back(std::move(text));
}

Result<void> DumpReader::take(const DumpSplitter::Piece& piece) {
    const auto [section, element] = splitType(piece.type);
    const auto field = snakeCase(piece.field);
    if (field == "version_info" || field == "last_updated") {
        return {};
    }
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&, s = section, e = element](const Known& k) {
            return k.section == s && (field.empty() ? !e.empty() && k.element == e : k.field == field);
        });
    if (found == known.end()) {
        const bool isKnown =
            std::any_of(known.begin(), known.end(), [s = section](const Known& k) { return k.section == s; });
        if (isKnown || section == "ScopedRoutesConfigDump") {
            m_uncounted.insert(std::string(section) + '.' + (field.empty() ? std::string(element) : field));
        }
        return {};
    }
    m_partial = m_partial || field.empty();
    constexpr std::size_t keptTree = 4U << 20U; // the nodes of a huge resource must not stay in memory
    if (!m_tree.parse(piece.json) || m_tree.root().type != Tree::Type::Map) {
        return fail(ErrorCode::Input, "one entry of " + std::string(section) + " is no valid JSON object", {},
                    "Look whether the file was edited, and take the dump again");
    }
    (this->*found->handler)(m_tree.root());
    if (piece.json.size() > keptTree) {
        m_tree = Tree();
    }
    return {};
}

void DumpReader::ended(std::string_view type, std::int64_t bytes) {
    const auto section = splitType(type).first;
    auto& json = m_dump.jsonBytes;
    const std::array<std::pair<std::string_view, std::int64_t*>, 7> sums{
        {{"BootstrapConfigDump", &json.bootstrap},
         {"ClustersConfigDump", &json.cds},
         {"EndpointsConfigDump", &json.eds},
         {"ListenersConfigDump", &json.lds},
         {"RoutesConfigDump", &json.rds},
         {"SecretsConfigDump", &json.sds},
         {"EcdsConfigDump", &json.ecds}}};
    const auto* const found =
        std::find_if(sums.begin(), sums.end(), [&](const auto& sum) { return sum.first == section; });
    if (found != sums.end()) {
        *found->second += bytes;
    } else if (section != "ScopedRoutesConfigDump") {
        note((section.empty() ? std::string("a section without a type")
                              : "the section " + shortened(section)) +
             " (" + std::to_string(bytes) + " bytes of JSON) is not known, and counted under nothing");
    }
    m_sawClusters = m_sawClusters || section == "ClustersConfigDump";
    m_sawEndpoints = m_sawEndpoints || section == "EndpointsConfigDump";
}

std::int64_t DumpReader::size(const Node& resource, const Message* type, Sizer sizer) {
    const auto bytes = sizer.message(resource, type);
    m_tooDeep = m_tooDeep || sizer.tooDeep();
    return bytes;
}

void DumpReader::bootstrap(const Node& node) {
    const auto* const proxy = child(&node, "node");
    m_dump.node = text(child(proxy, "id"));
    m_dump.istioVersion = text(child(child(proxy, "metadata"), "ISTIO_VERSION"));
    const auto* const build = child(proxy, "user_agent_build_version", "userAgentBuildVersion");
    const auto* const version = child(build, "version");
    if (version == nullptr) {
        m_dump.envoyVersion = text(child(proxy, "user_agent_version", "userAgentVersion"));
        return;
    }
    const auto number = [&](std::string_view snake, std::string_view camel) {
        const auto digits = text(child(version, snake, camel));
        return digits.empty() ? std::string("0") : std::string(digits);
    };
    m_dump.envoyVersion = number("major_number", "majorNumber") + '.' +
                          number("minor_number", "minorNumber") + '.' + number("patch", "patch");
}

void DumpReader::cluster(const Node& node, bool warming) {
    static const Message* const type = messageNamed("envoy.config.cluster.v3.Cluster");
    const auto* const cluster = child(&node, "cluster");
    const auto name = text(child(cluster, "name"));
    refused("cds", name, node);
    if (cluster == nullptr || cluster->type != Tree::Type::Map) {
        return;
    }
    Cluster read;
    read.bytes = size(*cluster, type);
    read.service = m_services.ofCluster(name);
    read.eds = text(child(cluster, "type")) == "EDS";
    const auto own =
        text(child(child(cluster, "eds_cluster_config", "edsClusterConfig"), "service_name", "serviceName"));
    read.assignment = hashOf(own.empty() ? name : own);
    nameService(*cluster, read.service);
    m_dump.warming += warming ? 1 : 0;

    const auto [at, isNew] = m_clusters.try_emplace(hashOf(name), read);
    if (!isNew && !warming) {
        return; // its update, which warms, is counted
    }
    if (!isNew) {
        m_services.add(at->second.service, -1, -at->second.bytes);
        m_dump.bytes.cds -= at->second.bytes;
        --m_dump.envoyClusters;
        at->second = read;
    }
    ++m_dump.envoyClusters;
    m_dump.bytes.cds += read.bytes;
    m_services.add(read.service, 1, read.bytes);
}

/// metadata.filter_metadata.istio.services, where istiod wrote one.
void DumpReader::nameService(const Node& cluster, ServiceParts::Id id) {
    const auto* const metadata = child(child(&cluster, "metadata"), "filter_metadata", "filterMetadata");
    int count = 0;
    std::string_view ns;
    std::string_view name;
    each(child(child(metadata, "istio"), "services"), [&](const Node& service) {
        ++count;
        ns = text(child(&service, "namespace"));
        name = text(child(&service, "name"));
    });
    if (count == 1) {
        m_services.call(id, ns, name);
    }
}

void DumpReader::staticCluster(const Node& /*node*/) {
    ++m_dump.apart.clusters;
}

void DumpReader::listener(const Node& node) {
    static const Message* const type = messageNamed("envoy.config.listener.v3.Listener");
    refused("lds", text(child(&node, "name")), node);
    const auto* const warming = child(child(&node, "warming_state", "warmingState"), "listener");
    const auto* const active = child(child(&node, "active_state", "activeState"), "listener");
    const auto* const listener = warming != nullptr ? warming : active;
    if (listener == nullptr || listener->type != Tree::Type::Map) {
        return; // draining, or only a refused update
    }
    const auto bytes = size(*listener, type);
    m_dump.warming += warming != nullptr ? 1 : 0;
    ++m_dump.listeners;
    m_dump.bytes.lds += bytes;
    m_services.add(m_services.namedIn(*listener), 0, bytes);
}

void DumpReader::staticListener(const Node& /*node*/) {
    ++m_dump.apart.listeners;
}

/// Also counts its virtual hosts, each for its service.
std::int64_t DumpReader::routeBytes(const Node& config) {
    static const Message* const type = messageNamed("envoy.config.route.v3.RouteConfiguration");
    static const Message* const hostType = messageNamed("envoy.config.route.v3.VirtualHost");
    std::int64_t total = 0;
    Tree::eachMember(config, [&](std::string_view name, const Node& value) {
        if (name == "@type") {
            return;
        }
        if ((name != "virtual_hosts" && name != "virtualHosts") || value.type != Tree::Type::List) {
            Sizer sizer;
            const auto bytes = sizer.member(type, name, value);
            m_tooDeep = m_tooDeep || sizer.tooDeep();
            m_services.add(ServiceParts::rest, 0, bytes);
            total += bytes;
            return;
        }
        Tree::eachItem(value, [&](const Node& host) {
            const auto bytes = Sizer::framed(size(host, hostType));
            ++m_dump.virtualHosts;
            m_services.add(m_services.ofVirtualHost(text(child(&host, "name")), host), 0, bytes);
            total += bytes;
        });
    });
    return total;
}

void DumpReader::route(const Node& node) {
    const auto* const config = child(&node, "route_config", "routeConfig");
    refused("rds", text(child(config, "name")), node);
    if (config == nullptr || config->type != Tree::Type::Map) {
        return;
    }
    ++m_dump.routeConfigs;
    m_dump.bytes.rds += routeBytes(*config);
}

void DumpReader::staticRoute(const Node& /*node*/) {
    ++m_dump.apart.routeConfigs;
}

void DumpReader::assignment(const Node& node) {
    static const Message* const type = messageNamed("envoy.config.endpoint.v3.ClusterLoadAssignment");
    const auto* const config = child(&node, "endpoint_config", "endpointConfig");
    const auto name = text(child(config, "cluster_name", "clusterName"));
    refused("eds", name, node);
    if (name.empty()) {
        return;
    }
    Assignment read;
    read.name = hashOf(name);
    read.bytes = size(*config, type, Sizer(Sizer::Of::LoadAssignment));
    read.service = m_services.ofCluster(name);
    each(child(config, "endpoints"), [&](const Node& locality) {
        each(child(&locality, "lb_endpoints", "lbEndpoints"),
             [&](const Node& /*endpoint*/) { ++read.endpoints; });
    });
    m_assignments.push_back(read);
}

void DumpReader::staticAssignment(const Node& /*node*/) {}

void DumpReader::activeSecret(const Node& node) {
    refused("sds", text(child(&node, "name")), node);
    ++m_dump.secrets;
}

void DumpReader::warmingSecret(const Node& node) {
    activeSecret(node);
    ++m_dump.warming;
}

void DumpReader::staticSecret(const Node& /*node*/) {
    ++m_dump.apart.secrets;
}

void DumpReader::extension(const Node& node) {
    const auto* const filter = child(&node, "ecds_filter", "ecdsFilter");
    refused("ecds", text(child(filter, "name")), node);
    ++m_dump.extensions;
}

/// Envoy repeats a listener's failure in a nameless entry beside it.
void DumpReader::refused(const char* type, std::string_view name, const Node& element) {
    const auto* const state = child(&element, "error_state", "errorState");
    if (state == nullptr) {
        return;
    }
    if (name.empty()) {
        name = text(child(child(state, "failed_configuration", "failedConfiguration"), "name"));
    }
    auto version = text(child(state, "version_info", "versionInfo"));
    if (version.empty()) {
        const auto* const active = child(&element, "active_state", "activeState");
        version = text(child(active != nullptr ? active : &element, "version_info", "versionInfo"));
    }
    const Nacked nacked{type, std::string(name), std::string(version),
                        std::string(text(child(state, "details")))};
    const auto same = std::find_if(m_dump.nacked.begin(), m_dump.nacked.end(), [&](const Nacked& n) {
        return n.type == nacked.type && n.name == nacked.name && n.details == nacked.details;
    });
    if (same == m_dump.nacked.end()) {
        m_dump.nacked.push_back(nacked);
    } else if (same->version.empty()) {
        same->version = nacked.version;
    }
}

/// The section lists every cluster; pushed are those of EDS clusters.
void DumpReader::countAssignments() {
    std::unordered_set<std::uint64_t> pushed;
    for (const auto& [name, cluster] : m_clusters) {
        if (cluster.eds) {
            pushed.insert(cluster.assignment);
        }
    }
    for (const auto& assignment : m_assignments) {
        if (m_sawClusters && !pushed.contains(assignment.name)) {
            continue;
        }
        m_dump.endpoints += assignment.endpoints;
        m_dump.bytes.eds += assignment.bytes;
        m_services.add(assignment.service, 0, assignment.bytes);
    }
    std::unordered_map<std::uint64_t, Cluster>().swap(m_clusters);
    if (!m_sawClusters && !m_assignments.empty()) {
        note("without its clusters the dump does not tell which endpoints are of EDS clusters: all are "
             "counted");
    }
}

Result<Dump> DumpReader::finish() {
    if (auto whole = m_splitter.finish(); !whole) {
        return tl::unexpected(whole.error());
    }
    countAssignments();
    m_dump.byService = m_services.takeParts();
    if (m_partial) {
        note("the dump was taken with ?resource=: only what it holds is counted");
    } else if (m_dump.jsonBytes.bootstrap == 0) {
        note("the dump has no bootstrap, which names the proxy and its versions");
    }
    if (!m_partial && !m_sawEndpoints) {
        note("the dump was taken without ?include_eds: endpoints and their bytes are not known");
    }
    for (const auto& field : m_uncounted) {
        note(shortened(field) + " is counted under nothing");
    }
    if (m_tooDeep) {
        note("something is nested deeper than protobuf allows, and counted as empty");
    }
    return std::move(m_dump);
}

Result<Dump> readDump(const std::string& path) {
    const auto couldNot = [&](const char* what) {
        return fail(ErrorCode::Input, std::string(what) + ": " + std::strerror(errno), path,
                    "Give a file that holds what Envoy's /config_dump answers, or - for standard input");
    };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
        path == "-" ? stdin : std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) {
        return couldNot("it cannot be opened");
    }
    DumpReader reader;
    std::vector<char> block(256U << 10U);
    while (const auto count = std::fread(block.data(), 1, block.size(), file.get())) {
        if (auto fed = reader.feed({block.data(), count}); !fed) {
            fed.error().where = path;
            return tl::unexpected(fed.error());
        }
    }
    if (std::ferror(file.get()) != 0) {
        return couldNot("it cannot be read");
    }
    auto dump = reader.finish();
    if (!dump) {
        dump.error().where = path;
    }
    return dump;
}

} // namespace plimsoll::dump
