// SPDX-License-Identifier: Apache-2.0
// Makes a Dump of the pieces of a config_dump, in whatever order the sections come.
#pragma once

#include "dump/dump.h"
#include "dump/services.h"
#include "dump/size.h"
#include "dump/splitter.h"

#include <set>
#include <unordered_map>
#include <unordered_set>

namespace plimsoll::dump {

class DumpReader {
public:
    DumpReader();
    DumpReader(const DumpReader&) = delete; // the splitter calls back
    DumpReader& operator=(const DumpReader&) = delete;

    [[nodiscard]] Result<void> feed(std::string_view bytes) { return m_splitter.feed(bytes); }
    [[nodiscard]] Result<Dump> finish();

    /// What the field of a section, or a lone element, says.
    using Handler = void (DumpReader::*)(const Node&);

    void bootstrap(const Node& node);
    void activeCluster(const Node& node) { cluster(node, false); }
    void warmingCluster(const Node& node) { cluster(node, true); }
    void staticCluster(const Node& node);
    void listener(const Node& node);
    void staticListener(const Node& node);
    void route(const Node& node);
    void staticRoute(const Node& node);
    void assignment(const Node& node);
    void staticAssignment(const Node& node);
    void activeSecret(const Node& node);
    void warmingSecret(const Node& node);
    void staticSecret(const Node& node);
    void extension(const Node& node);

private:
    struct Cluster {
        std::int64_t bytes = 0;
        ServiceParts::Id service = ServiceParts::rest;
        bool eds = false;
        std::uint64_t assignment = 0; // hash of the name that its endpoints come under
    };
    struct Assignment {
        std::uint64_t name = 0;
        std::int64_t bytes = 0;
        std::int64_t endpoints = 0;
        ServiceParts::Id service = ServiceParts::rest;
    };

    [[nodiscard]] Result<void> take(const DumpSplitter::Piece& piece);
    void ended(std::string_view type, std::int64_t bytes);
    void cluster(const Node& node, bool warming);
    void nameService(const Node& cluster, ServiceParts::Id id);
    void refused(const char* type, std::string_view name, const Node& element);
    [[nodiscard]] std::int64_t size(const Node& resource, const Message* type, Sizer sizer = Sizer());
    [[nodiscard]] std::int64_t routeBytes(const Node& config);
    void countAssignments();
    void note(std::string text);

    DumpSplitter m_splitter;
    cluster::Tree m_tree;
    Dump m_dump;
    ServiceParts m_services;
    // By hash of the name: a dump of 100 MB has 40,000 of them.
    std::unordered_map<std::uint64_t, Cluster> m_clusters;
    std::vector<Assignment> m_assignments;
    std::set<std::string> m_uncounted; // fields that nobody knows
    bool m_sawClusters = false;
    bool m_sawEndpoints = false;
    bool m_partial = false;
    bool m_tooDeep = false;
};

} // namespace plimsoll::dump
