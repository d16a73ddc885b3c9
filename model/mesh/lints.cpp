// SPDX-License-Identifier: Apache-2.0
#include "mesh/lints.h"

#include "mesh/lints_p.h"
#include "mesh/scope.h"
#include "mesh/whatif.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace plimsoll::mesh {
namespace {

constexpr std::array<std::string_view, 9> words{
    "egress-short-name", "egress-no-match",           "export-to-missing",
    "export-to-nobody",  "export-to-leaves-out-own",  "export-to-read-as-public",
    "export-to-spaces",  "sidecars-for-one-workload", "no-sidecar"};

constexpr double kB = 1000;
constexpr double MB = 1000 * kB;

std::string sizeText(std::int64_t bytes) {
    const auto value = static_cast<double>(bytes);
    const bool large = value >= MB;
    auto text = std::to_string(large ? value / MB : value / kB);
    text.resize(text.find('.') + (large ? 2 : 0));
    return text + (large ? " MB" : " kB");
}

struct Saving {
    std::string ns;
    int proxies = 0;
    std::int64_t before = 0;
    std::int64_t saved = 0;
};

Lint adviceOf(const Saving& saving, const cluster::Cluster& cluster, const MeshSettings& settings) {
    const auto [first, last] = cluster.in<cluster::Revision>(saving.ns);
    const std::string hosts =
        "\"./*\", \"" + settings.rootNamespace + "/*\"" + (first != last ? ", \"knative-serving/*\"" : "");
    return {LintRule::NoSidecar,
            "Namespace",
            {},
            saving.ns,
            "metadata.name",
            "No Sidecar applies to its " + std::to_string(saving.proxies) +
                (saving.proxies == 1 ? " proxy" : " proxies") + ", which by estimate carry " +
                sizeText(saving.before) + " of configuration; one of its own would save " +
                sizeText(saving.saved) + '.',
            "Apply a Sidecar to the namespace with egress hosts " + hosts +
                ", and those of the other namespaces that it calls: from all others it is cut off"};
}

} // namespace

std::string_view wordOf(LintRule rule) {
    return words.at(static_cast<std::size_t>(rule));
}

/// The namespaces in which a Sidecar of their own would save most, each at least a tenth of what it carries.
void lintWeights(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out) {
    constexpr std::int64_t least = 100'000; // bytes over all proxies of the namespace
    constexpr std::size_t most = 5;
    std::map<std::string, Saving> byNamespace;
    const auto made = whatIf(cluster, settings, {Lever::SidecarPerNamespace});
    for (const auto& proxy : made.proxies) {
        if (proxy.before.gateway || proxy.before.scope == proxy.after.scope) {
            continue;
        }
        auto& saving = byNamespace[proxy.before.ns];
        saving.ns = proxy.before.ns;
        ++saving.proxies;
        saving.before += proxy.before.load.bytes.total();
        saving.saved += proxy.saved();
    }
    std::vector<Saving> savings;
    for (auto& [ns, saving] : byNamespace) {
        if (saving.saved >= least && saving.saved * 10 >= saving.before) {
            savings.push_back(std::move(saving));
        }
    }
    std::stable_sort(savings.begin(), savings.end(),
                     [](const auto& a, const auto& b) { return a.saved > b.saved; });
    savings.resize(std::min(savings.size(), most));
    for (const auto& saving : savings) {
        out.push_back(adviceOf(saving, cluster, settings));
    }
}

std::vector<Lint> lint(const cluster::Cluster& cluster, const MeshSettings& settings) {
    std::vector<Lint> found;
    lintSidecars(cluster, settings, found);
    lintExports(cluster, settings, found);
    std::stable_sort(found.begin(), found.end(), [](const Lint& a, const Lint& b) {
        return std::tie(a.rule, a.ns, a.name) < std::tie(b.rule, b.ns, b.name);
    });
    lintWeights(cluster, settings, found);
    return found;
}

} // namespace plimsoll::mesh
