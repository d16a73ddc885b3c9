// SPDX-License-Identifier: Apache-2.0
// Weights that follow changes are those of a mesh weighed anew, after any sequence of changes.
#include "mesh/estate.h"
#include "mesh/rules.h"
#include "mesh/weigher.h"
#include "support/testmain.h"

#include <random>

using namespace plimsoll;

namespace {

constexpr int spaces = 5;
constexpr int servicesEach = 6;

std::string space(int n) {
    return "n" + std::to_string(n);
}

/// Services of all kinds, proxies with and without Sidecar, gateways, routes, rules, revisions.
std::string written() {
    std::string text =
        "pod istio-system/gw gateway label=istio:gw ip=10.9.0.1\n"
        "svc istio-system/ingress 80/http/TCP/8080 select=istio:gw ip=10.0.9.9\n"
        "gw istio-system/g select=istio:gw server=8080+HTTP+*\n"
        "vs n0/v a.com s0.n0.svc.cluster.local:80 gateways=istio-system/g\n"
        "vs n1/v b.com s1.n1.svc.cluster.local:80\n"
        "dr n2/d s2.n2.svc.cluster.local subsets=v1\n"
        "se n3/e x.com 443/tls/TLS resolution=DNS\n"
        "sidecar n1/default egress=./*,n2/*\n"
        "rev n4/r1 reserve\nrev n4/r2 active\n"
        "svc n4/r1 80/http rev=r1 ip=10.4.1.1\nsvc n4/r1-private 80/http,8012/http-b rev=r1 ip=10.4.1.2\n"
        "svc n4/r2 80/http rev=r2 ip=10.4.2.1\n"
        "svc n2/heads 80/http,5432/tcp-db ip=None select=app:a0\n";
    for (int n = 0; n < spaces; ++n) {
        for (int i = 0; i < servicesEach; ++i) {
            const auto at = std::to_string(n) + '.' + std::to_string(i);
            text += "svc " + space(n) + "/s" + std::to_string(i) +
                    (i % 3 == 0   ? " 5432/tcp-db,80/http"
                     : i % 3 == 1 ? " 80/http,9090/http-m"
                                  : " 7000/any,80/http") +
                    " select=app:a" + std::to_string(i) + " ip=10.0." + at + "\n";
            text += "pod " + space(n) + "/p" + std::to_string(i) + " sidecar label=app:a" +
                    std::to_string(i) + " ip=10.1." + at + "\n";
        }
    }
    return text;
}

class Changer {
public:
    explicit Changer(cluster::Cluster& cluster) : m_cluster(cluster) {}

    void change() {
        switch (below(16)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
            return changePorts();
        case 5:
        case 6:
        case 7:
            return changeExport();
        case 8:
            return changeSelector();
        case 9:
        case 10:
        case 11:
            return changeSidecar();
        case 12:
            return comeAndGo();
        case 13:
            return changePod();
        case 14:
            return changeRoute();
        default:
            return changeRule();
        }
    }

private:
    int below(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }
    std::string anySpace() { return space(below(spaces)); }
    cluster::Service anyService() {
        while (true) {
            const auto* found =
                m_cluster.find<cluster::Service>(anySpace(), "s" + std::to_string(below(servicesEach)));
            if (found != nullptr) {
                return *found;
            }
        }
    }
    void changePorts() {
        constexpr std::array lists{"80/http",  "80/http,8080/http-b", "5432/tcp-db",
                                   "7000/any", "443/https,80/http",   "9090/grpc-web-x,80/http",
                                   "9443/tls", "81/http,7001/any",    "53/dns/UDP"};
        auto service = anyService();
        service.ports = test::portsOf(lists.at(static_cast<std::size_t>(below(lists.size()))));
        m_cluster.put(service);
    }
    void changeExport() {
        constexpr std::array words{"", "~", ".", "*", "n0", "no-such-ns", "n1,n2"};
        auto service = below(4) == 0 ? *m_cluster.find<cluster::Service>("n4", "r1") : anyService();
        const auto* word = words.at(static_cast<std::size_t>(below(words.size())));
        service.meta.annotations = test::labels({{"networking.istio.io/exportTo", word}});
        m_cluster.put(service);
    }
    void changeSelector() {
        auto service = anyService();
        service.selector = test::labels({{"app", "a" + std::to_string(below(servicesEach))}});
        m_cluster.put(service);
    }
    void changeSidecar() {
        constexpr std::array hosts{"./*", "*/*", "n2/*", "./*,n3/*", "*/s1.n1.svc.cluster.local", "~/*"};
        const auto ns = below(8) == 0 ? std::string("istio-system") : anySpace();
        if (below(3) == 0) {
            m_cluster.remove(cluster::Kind::Sidecar, ns, "default");
            return;
        }
        test::add(m_cluster, "sidecar " + ns + "/default egress=" +
                                 hosts.at(static_cast<std::size_t>(below(hosts.size()))) +
                                 (below(4) == 0 && ns != "istio-system" ? " select=app:a1" : ""));
    }
    void comeAndGo() {
        const auto ns = anySpace();
        if (!m_cluster.remove(cluster::Kind::Service, ns, "extra")) {
            test::add(m_cluster, "svc " + ns + "/extra 80/http,6000/any ip=10.7.0.1");
        }
    }
    void changePod() {
        const auto* found =
            m_cluster.find<cluster::Pod>(anySpace(), "p" + std::to_string(below(servicesEach)));
        auto pod = *found;
        pod.ready = !pod.ready;
        m_cluster.put(pod);
    }
    void changeRoute() {
        const auto ns = anySpace();
        if (!m_cluster.remove(cluster::Kind::VirtualService, ns, "more")) {
            test::add(m_cluster, "vs " + ns + "/more s3." + ns + ".svc.cluster.local s4:80");
        }
    }
    void changeRule() {
        const auto ns = anySpace();
        if (!m_cluster.remove(cluster::Kind::DestinationRule, ns, "more")) {
            test::add(m_cluster, "dr " + ns + "/more s1 subsets=v1,v2");
        }
    }

    cluster::Cluster& m_cluster;
    std::mt19937 m_random{20260811}; // NOLINT(cert-msc51-cpp): the same changes every time
};

/// Where two results differ first; empty: nowhere.
QString difference(const mesh::Weights& followed, const mesh::Weights& anew) {
    if (followed.proxies.size() != anew.proxies.size()) {
        return QStringLiteral("other proxies");
    }
    for (std::size_t i = 0; i < anew.proxies.size(); ++i) {
        const auto& a = followed.proxies[i];
        const auto& b = anew.proxies[i];
        if (!(a == b)) {
            return QStringLiteral("%1/%2 in %3: %4 clusters %5 listeners %6 hosts %7 bytes, anew in %8: %9")
                .arg(QString::fromStdString(a.ns), QString::fromStdString(a.name),
                     QString::fromStdString(a.scope))
                .arg(a.load.envoyClusters)
                .arg(a.load.listeners)
                .arg(a.load.virtualHosts)
                .arg(a.load.bytes.total())
                .arg(QString::fromStdString(b.scope))
                .arg(QStringLiteral("%1 %2 %3 %4 reserve %5 %6")
                         .arg(b.load.envoyClusters)
                         .arg(b.load.listeners)
                         .arg(b.load.virtualHosts)
                         .arg(b.load.bytes.total())
                         .arg(a.reserveBytes)
                         .arg(b.reserveBytes));
        }
    }
    return followed.revisionBytes == anew.revisionBytes ? QString() : QStringLiteral("other revisions");
}

} // namespace

class WeigherTest final : public QObject {
    Q_OBJECT

private slots:
    void followsAsIfWeighedAnew_data() {
        QTest::addColumn<QString>("version");
        for (const auto* version : {"1.20.8", "1.30.3", "1.32.0"}) {
            QTest::newRow(version) << QString::fromUtf8(version);
        }
    }
    void followsAsIfWeighedAnew() {
        QFETCH(QString, version);
        const auto settings = test::settingsOf(version.toStdString());
        auto cluster = test::estate(written());
        Changer changer(cluster);
        mesh::Weigher weigher;
        for (int step = 0; step < 400; ++step) {
            const auto wrong = difference(weigher.weigh(cluster, settings), mesh::weigh(cluster, settings));
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("step %1: %2").arg(step).arg(wrong)));
            changer.change();
            if (step % 5 == 0) { // several at once
                changer.change();
            }
        }
        QVERIFY2(weigher.followed() > 100, qPrintable(QString::number(weigher.followed())));
    }

    void otherSettingsAreWeighedAnew() {
        const auto cluster = test::estate(written());
        mesh::Weigher weigher;
        auto settings = test::settingsOf("1.30.3");
        weigher.weigh(cluster, settings);
        settings.filterGatewayClusters = true;
        QCOMPARE(difference(weigher.weigh(cluster, settings), mesh::weigh(cluster, settings)), QString());
        QCOMPARE(weigher.followed(), 0);
    }

    void severalControlPlanesAreWeighedAnew() {
        auto cluster = test::estate(written());
        auto settings = test::settingsOf("1.30.3");
        settings.others.push_back(test::settingsOf("1.32.0"));
        settings.others.back().revision = "canary";
        auto pod = *cluster.find<cluster::Pod>("n0", "p0");
        pod.meta.labels.emplace_back(Text("istio.io/rev"), Text("canary"));
        std::sort(pod.meta.labels.begin(), pod.meta.labels.end());
        cluster.put(pod);
        mesh::Weigher weigher;
        weigher.weigh(cluster, settings);
        QCOMPARE(difference(weigher.weigh(cluster, settings), mesh::weigh(cluster, settings)), QString());
    }
};

PLIMSOLL_TEST(WeigherTest)
#include "tst_weigher.moc"
