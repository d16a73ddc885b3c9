// SPDX-License-Identifier: Apache-2.0
// What an object costs in the store: the heap before and after, with everything that is shared counted in.
#include "bench/bench.h"
#include "bench/fatestate.h"
#include "cluster/decode.h"
#include "cluster/members.h"

#include <malloc.h>

#include <cstdio>
#include <map>

namespace plimsoll::bench {
namespace {

using cluster::Kind;

struct Kept {
    std::size_t objects = 0;
    std::size_t bytes = 0; // of JSON, without managedFields
    std::size_t heap = 0;
};

std::size_t heapInUse() {
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

} // namespace

int store(const QStringList& arguments) {
    const EstateSize size{arguments.value(0).toInt(), arguments.value(1).toInt()};
    cluster::Cluster kept;
    std::map<Kind, cluster::Members> members;
    std::map<Kind, Kept> sums;
    const std::map<std::string_view, Kind> kinds{{"/services", Kind::Service},
                                                 {"/revisions", Kind::Revision},
                                                 {"/pods", Kind::Pod},
                                                 {"/serverlessservices", Kind::ServerlessService},
                                                 {"/podautoscalers", Kind::PodAutoscaler}};
    writeEstate(size, [&](const Batch& batch) {
        for (const auto& write : batch) {
            const auto end = std::string_view(write.path).substr(write.path.rfind('/'));
            const auto kind = kinds.find(end);
            const bool core = write.path.starts_with("/api/");
            if (kind == kinds.end() || write.method != "POST" || (end == "/services" && !core)) {
                continue;
            }
            auto& sum = sums[kind->second];
            const auto before = heapInUse();
            auto decoded = cluster::decode(
                kind->second, {write.body.data(), static_cast<std::size_t>(write.body.size())}, kept.pool());
            if (!decoded) {
                continue;
            }
            members[kind->second].saw(kind->second, cluster::metaOf(decoded->object));
            kept.put(std::move(decoded->object));
            decoded = fail(ErrorCode::Internal, {}); // its shell would be counted
            sum.heap += heapInUse() - before;
            sum.bytes += static_cast<std::size_t>(write.body.size());
            ++sum.objects;
        }
    });
    std::printf("store: heap bytes for each object, shared texts and bookkeeping included\n");
    for (const auto& [kind, sum] : sums) {
        const auto count = static_cast<double>(std::max<std::size_t>(1, sum.objects));
        const auto name = std::string(cluster::info(kind).name) + " (" + std::to_string(sum.objects) +
                          " objects of " + std::to_string(sum.bytes / std::max<std::size_t>(1, sum.objects)) +
                          " B without managedFields)";
        figure(name.c_str(), static_cast<double>(sum.heap) / count, "B");
    }
    return 0;
}

} // namespace plimsoll::bench
