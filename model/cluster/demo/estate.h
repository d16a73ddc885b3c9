// SPDX-License-Identifier: Apache-2.0
// The demo estate, compact: what an invented cluster holds, from which every object is rendered on demand. A
// few hundred bytes a revision, and one truth, so that the objects never disagree with one another.
#pragma once

#include "base/time.h"
#include "cluster/kinds.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::cluster::demo {

using nlohmann::json;

struct DemoPod {
    std::uint32_t serial = 0; // unique in the estate: name and address come from it
    UnixSeconds created = 0;
    bool ready = true;
    UnixSeconds deleted = 0; // terminating since
    bool operator==(const DemoPod&) const = default;
};

struct DemoRevision {
    int number = 1;           // cart-00007 is 7
    std::uint32_t serial = 0; // unique in the estate: the addresses of its two Services come from it
    UnixSeconds created = 0;
    UnixSeconds settled = 0; // last time that its replicas changed
    bool active = false;     // routingState active, else reserve
    UnixSeconds routingChanged = 0;
    bool starting = false; // not ready yet, for the first time
    std::string failure;   // reason word of one that never becomes ready; empty: fine
    std::string failureText;
    int activators = 2;
    std::vector<DemoPod> pods;
    bool operator==(const DemoRevision&) const = default;
};

struct Target {     // one entry of a Route's spec.traffic
    int number = 0; // revision; 0 with `latest`
    int percent = 0;
    std::string tag;
    bool latest = false;
    bool operator==(const Target&) const = default;
};

/// A gradual rollout of the latest ready revision: `from` still has 100 - percent of its target.
struct Rollout {
    int from = 0;
    int percent = 0;
    bool operator==(const Rollout&) const = default;
};

struct DemoService { // a Knative service with everything that belongs to it
    std::string ns;
    std::string name;
    UnixSeconds created = 0;
    UnixSeconds routeChanged = 0;
    int generation = 1;
    int routeGeneration = 1;
    int latestReady = 1;
    bool h2c = false;
    bool clusterLocal = false;
    bool scripted = false;     // one of the interesting cases: left alone by the estate's life
    std::string burstCapacity; // annotation target-burst-capacity; "0": straight to the pods while they run
    bool routeBroken = false;  // spec.traffic names a revision that does not exist
    std::optional<Rollout> rollout;
    std::vector<Target> spec;
    std::vector<DemoRevision> revisions; // ascending by number, never empty
    bool operator==(const DemoService&) const = default;
};

struct ObjectId {
    Kind kind = Kind::Service;
    std::string ns;
    std::string name;
    auto operator<=>(const ObjectId&) const = default; // NOLINT(modernize-use-nullptr): clang-tidy 14 errs
};

/// What a user or another controller made of an object: its resourceVersion and a merge patch over what is
/// rendered.
struct Touch {
    std::uint64_t resourceVersion = 0;
    json overlay = json::object();
};

struct Estate {
    UnixSeconds clock = 0;
    std::uint64_t resourceVersion = 0; // of the whole estate: the last one given out
    std::uint32_t nextRevision = 1;
    std::uint32_t nextPod = 1;
    std::vector<DemoService> services;
    std::map<ObjectId, json> fixed; // control plane, plain Services, configuration; without resourceVersion
    std::map<ObjectId, Touch> touched;
};

/// Deterministic: the same number gives the same estate. `revisions` is at least 1; small estates lack some
/// cases.
[[nodiscard]] Estate generate(int revisions);

/// The moment that reading commands see: 2026-11-01T12:00:00Z.
[[nodiscard]] UnixSeconds demoMoment();

// Names, as Knative's kmeta.ChildName builds them: cut and hashed where they would be longer than 63.
[[nodiscard]] std::string childName(const std::string& parent, const std::string& suffix);
[[nodiscard]] std::string revisionName(const DemoService& service, int number);
/// Of the letters that Kubernetes makes its suffixes of: a ReplicaSet has ten of them, a pod five more.
[[nodiscard]] std::string suffixWord(std::uint64_t seed, int length);
[[nodiscard]] std::string podName(const DemoService& service, const DemoRevision& revision,
                                  const DemoPod& pod);

/// spec.traffic as status.traffic shows it: latest resolved, a rollout in two entries.
[[nodiscard]] std::vector<Target> statusTraffic(const DemoService& service);
/// Who gets what share of the main URL; revisions with 0 % left out, the shares sum up to 100.
[[nodiscard]] std::vector<Target> mainSplits(const DemoService& service);

[[nodiscard]] DemoRevision* findRevision(DemoService& service, int number);
[[nodiscard]] const DemoRevision* findRevision(const DemoService& service, int number);
[[nodiscard]] int readyPods(const DemoRevision& revision);
[[nodiscard]] int latestCreated(const DemoService& service);

} // namespace plimsoll::cluster::demo
