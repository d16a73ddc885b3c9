// SPDX-License-Identifier: Apache-2.0
// What one Envoy carries, read from its own /config_dump: counts and bytes of what its control plane pushed.
// What comes from the bootstrap stands apart, and so do routes that are written inside listeners.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace plimsoll::dump {

/// An update that Envoy refused.
struct Nacked {
    std::string type; // "cds", "lds", …
    std::string name;
    std::string version; // the refused one where Envoy tells it, else the one that is still at work
    std::string details; // Envoy's words
    friend bool operator==(const Nacked&, const Nacked&) = default;
};

struct ServicePart {
    std::string ns;      // empty where the dump does not tell it: hosts of ServiceEntries
    std::string service; // a name or host; restOfServices for what belongs to none
    std::int64_t envoyClusters = 0;
    std::int64_t bytes = 0; // its clusters, load assignments, virtual hosts, and listeners of its own
    friend bool operator==(const ServicePart&, const ServicePart&) = default;
};
inline constexpr const char* restOfServices = "(rest)";

/// Of the file itself: a whole section with its white space.
struct JsonBytes {
    std::int64_t bootstrap = 0;
    std::int64_t cds = 0;
    std::int64_t eds = 0;
    std::int64_t lds = 0;
    std::int64_t rds = 0;
    std::int64_t sds = 0;
    std::int64_t ecds = 0;
};

/// As protobuf, told from the JSON.
struct PushedBytes {
    std::int64_t cds = 0;
    std::int64_t eds = 0;
    std::int64_t lds = 0;
    std::int64_t rds = 0;
    [[nodiscard]] std::int64_t total() const { return cds + eds + lds + rds; }
};

/// Not pushed: of the bootstrap, and routes within listeners.
struct Static {
    std::int64_t clusters = 0;
    std::int64_t listeners = 0;
    std::int64_t routeConfigs = 0;
    std::int64_t secrets = 0;
};

struct Dump {
    std::string node; // its id
    std::string istioVersion;
    std::string envoyVersion;

    std::int64_t envoyClusters = 0; // active and warming, one with both states once
    std::int64_t endpoints = 0;     // of EDS clusters
    std::int64_t listeners = 0;
    std::int64_t routeConfigs = 0;
    std::int64_t virtualHosts = 0;
    std::int64_t secrets = 0;
    std::int64_t extensions = 0;
    std::int64_t warming = 0; // clusters, listeners and secrets that do not work yet
    Static apart;

    JsonBytes jsonBytes;
    PushedBytes bytes;
    std::vector<Nacked> nacked;
    std::vector<ServicePart> byService; // the heaviest first; adds up to envoyClusters and bytes.total()
    std::vector<std::string> notes;     // what was not there or not counted, a clause each
};

/// "-" is standard input.
[[nodiscard]] Result<Dump> readDump(const std::string& path);

} // namespace plimsoll::dump
