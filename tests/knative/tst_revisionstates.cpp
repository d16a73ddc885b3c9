// SPDX-License-Identifier: Apache-2.0
// After whatever change, the states kept up to date are those that would be computed from nothing.
#include "cluster/decode.h"
#include "knative/objects.h"
#include "knative/revisionstates.h"
#include "support/clusterfixture.h"
#include "support/testmain.h"

#include <QRandomGenerator>

using namespace plimsoll;
using plimsoll::test::RevisionText;

namespace {

constexpr UnixSeconds clock0 = 1795262400; // 2026-11-21T12:00:00Z

std::string numbered(const char* word, int n) {
    return std::string(word) + std::to_string(n);
}

/// Three services of four revisions, the newest routed, with a pod each, and a gateway.
std::unique_ptr<cluster::Cluster> estate() {
    std::vector<std::string> objects{test::namespaceText("shop"), test::namespaceText("istio-system"),
                                     test::istioGatewayText("istio-system", "ingress", "ingress"),
                                     test::gatewayPodText("istio-system", R"({"app":"ingress"})")};
    for (int service = 0; service < 3; ++service) {
        const auto name = numbered("svc", service);
        for (int n = 0; n < 4; ++n) {
            RevisionText text;
            text.name = name + numbered("-0000", n);
            text.service = name;
            text.created = "2026-11-21T07:0" + std::to_string(n) + ":00Z";
            objects.push_back(test::textOf(text));
        }
        const auto target = R"([{"revisionName":")" + name + R"(-00003","percent":100}])";
        objects.push_back(test::routeText(name, target, target));
        objects.push_back(test::podText("shop", name + "-pod", name + "-00003"));
    }
    return test::clusterOf(test::array(objects));
}

class Changes {
public:
    explicit Changes(cluster::Cluster& cluster) : m_cluster(cluster) {}

    /// One change of any of the sorts that a running estate sees; a word for it.
    const char* one() {
        const auto service = numbered("svc", below(3));
        const auto name = service + numbered("-0000", below(4));
        switch (below(9)) {
        case 0:
            return condition(name);
        case 1:
        case 2:
            return exportTo(below(2) == 0 ? name : name + "-private");
        case 3:
            return pod(service + numbered("-pod", below(3)), name);
        case 4:
            m_cluster.remove(cluster::Kind::Pod, "shop", service + numbered("-pod", below(3)));
            return "a pod goes";
        case 5:
            return routingState(name);
        case 6:
            m_cluster.remove(cluster::Kind::Service, "shop", name);
            return "a Service goes";
        case 7:
            return revision(name, service);
        default:
            return route(service);
        }
    }

private:
    static int below(int n) { return QRandomGenerator::global()->bounded(n); }

    void add(const std::string& json) {
        const auto all = test::clusterOf(test::array({json}));
        for (const auto& [key, object] : all->all<cluster::Revision>()) {
            m_cluster.put(object);
        }
        for (const auto& [key, object] : all->all<cluster::Service>()) {
            m_cluster.put(object);
        }
        for (const auto& [key, object] : all->all<cluster::Pod>()) {
            m_cluster.put(object);
        }
        for (const auto& [key, object] : all->all<cluster::Route>()) {
            m_cluster.put(object);
        }
    }
    const char* condition(const std::string& name) {
        if (const auto* held = m_cluster.find<cluster::Revision>("shop", name)) {
            auto changed = *held;
            changed.conditions = {{Text("Ready"), Text(below(2) == 0 ? "True" : "False"),
                                   Text(numbered("Reason", below(5))), Text("told"), 0}};
            m_cluster.put(changed);
        }
        return "a condition of a revision";
    }
    const char* exportTo(const std::string& name) {
        if (const auto* held = m_cluster.find<cluster::Service>("shop", name)) {
            auto changed = *held;
            changed.meta.annotations.clear();
            if (below(2) == 0) {
                changed.meta.annotations.emplace_back(Text("networking.istio.io/exportTo"),
                                                      Text(below(2) == 0 ? "~" : "."));
            }
            m_cluster.put(changed);
        }
        return "exportTo of a Service";
    }
    const char* pod(const std::string& name, const std::string& revision) {
        add(test::podText("shop", name, revision, below(3) == 0));
        return "a pod comes or terminates";
    }
    const char* routingState(const std::string& name) {
        if (const auto* held = m_cluster.find<cluster::Revision>("shop", name)) {
            auto changed = *held;
            for (auto& [key, value] : changed.meta.labels) {
                if (key == "serving.knative.dev/routingState") {
                    value = Text(below(2) == 0 ? "active" : "reserve");
                }
            }
            m_cluster.put(changed);
        }
        return "routingState of a revision";
    }
    const char* revision(const std::string& name, const std::string& service) {
        if (m_cluster.find<cluster::Revision>("shop", name) != nullptr) {
            m_cluster.remove(cluster::Kind::Revision, "shop", name);
            return "a revision goes";
        }
        RevisionText text;
        text.name = name;
        text.service = service;
        add(test::textOf(text));
        return "a revision comes";
    }
    const char* route(const std::string& service) {
        const auto target =
            R"([{"revisionName":")" + service + numbered("-0000", below(4)) + R"(","percent":100}])";
        add(test::routeText(service, target, target));
        return "a Route moves";
    }

    cluster::Cluster& m_cluster;
};

} // namespace

class RevisionStatesTest final : public QObject {
    Q_OBJECT

private slots:
    void areThoseComputedFromNothing() {
        const auto cluster = estate();
        mesh::MeshSettings settings;
        settings.istio = mesh::Version{1, 30, 3};
        knative::RevisionStates states;
        QVERIFY(states.update(*cluster, settings, clock0));
        Changes changes(*cluster);
        for (int i = 0; i < 3'000; ++i) {
            const std::vector<knative::RevisionState> before = states.states();
            const auto* what = changes.one();
            const bool changed = states.update(*cluster, settings, clock0 + i / 20);
            const auto expected = knative::revisions(*cluster, settings, clock0 + i / 20);
            QVERIFY2(states.states().size() == expected.size(), what);
            for (std::size_t at = 0; at < expected.size(); ++at) {
                auto kept = states.states()[at]; // ages may be a little old
                const auto young = [](auto& sentences) {
                    std::erase_if(sentences,
                                  [](const std::string& s) { return s.starts_with("in reserve for only"); });
                };
                auto fresh = expected[at];
                young(kept.warnings);
                young(fresh.warnings);
                QVERIFY2(kept == fresh, (std::string(what) + ": " + fresh.name).c_str());
            }
            QCOMPARE(changed, before != *states.states());
        }
    }

    void withoutAChangeNothingChanges() {
        const auto cluster = estate();
        knative::RevisionStates states;
        QVERIFY(states.update(*cluster, {}, clock0));
        QVERIFY(!states.update(*cluster, {}, clock0));
        QVERIFY(!states.update(*cluster, {}, clock0 + 3 * knative::RevisionStates::agesKept));
    }
};

PLIMSOLL_TEST(RevisionStatesTest)
#include "tst_revisionstates.moc"
