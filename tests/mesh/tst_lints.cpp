// SPDX-License-Identifier: Apache-2.0
// What lint() finds, object by object. Each row names its rule.
#include "mesh/estate.h"
#include "mesh/lints.h"
#include "mesh/rules.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

constexpr auto common = "ns shop\nns far\nns istio-system\n"
                        "svc shop/web 80/http\nsvc far/all 80/http\n"
                        "se far/e api.example.com 443/tls/TLS\n"
                        "vs far/v routed.example.com all.far.svc.cluster.local:80\n"
                        "pod shop/p sidecar label=app:p\npod shop/q sidecar label=app:q\n";

/// Everything was read.
cluster::Cluster readEstate(const std::string& text) {
    auto cluster = test::estate(text);
    for (const auto& kind : cluster::allKinds()) {
        cluster.editStatus(kind.kind).state = cluster::KindStatus::State::Live;
    }
    return cluster;
}

/// "rule Kind ns/name field" of each, those of weights left out.
QStringList shortOf(const std::vector<mesh::Lint>& lints) {
    QStringList list;
    for (const auto& lint : lints) {
        if (lint.rule != mesh::LintRule::NoSidecar) {
            list.push_back(QString::fromStdString(std::string(mesh::wordOf(lint.rule)) + ' ' + lint.kind +
                                                  ' ' + lint.ns + '/' + lint.name + ' ' + lint.field));
        }
    }
    return list;
}

} // namespace

class LintsTest final : public QObject {
    Q_OBJECT

private slots:
    void egress_data() {
        QTest::addColumn<QString>("hosts");
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("fix");
        QTest::addColumn<QString>("version");
        const auto row = [](const char* rule, const char* hosts, const char* found, const char* fix = "",
                            const char* version = "1.30.3") {
            QTest::newRow(rule) << QString::fromUtf8(hosts) << QString::fromUtf8(found)
                                << QString::fromUtf8(fix) << QString::fromUtf8(version);
        };
        row("its own namespace", "./*", "");
        row("all", "*/*", "");
        row("nothing on purpose", "~/*", "");
        row("a namespace", "far/*", "");
        row("a namespace that is not there", "gone/*", "egress-no-match 0", "Name one that exists");
        row("a namespace that is empty for now", "istio-system/*", "");
        row("a Service", "far/all.far.svc.cluster.local", "");
        row("in any namespace", "*/all.far.svc.cluster.local", "");
        row("in the wrong namespace", "shop/all.far.svc.cluster.local", "egress-no-match 0");
        row("a ServiceEntry's host", "far/api.example.com", "");
        row("a VirtualService's host", "far/routed.example.com", "");
        row("a wildcard", "far/*.example.com", "");
        row("a wildcard that meets nothing", "far/*.example.org", "egress-no-match 0");
        row("a host that nobody has", "*/other.example.com", "egress-no-match 0");
        row("a short name", "./web", "egress-short-name 0", "Write shop/web.shop.svc.cluster.local");
        row("a short name in another namespace", "far/all", "egress-short-name 0",
            "Write far/all.far.svc.cluster.local");
        row("name and namespace", "far/all.far", "egress-short-name 0",
            "Write far/all.far.svc.cluster.local");
        row("name and namespace of no Service", "far/none.far", "egress-short-name 0",
            "If a Service is meant, write far/none.far.svc.cluster.local");
        row("without a slash", "web", "egress-no-match 0", "Write the namespace, one slash and the host");
        row("the second of three", "./*,far/gone.example.com,far/*", "egress-no-match 1");
        row("an exclusion", "*/*,~far/gone.example.com", "", "", "1.32.0");
    }
    void egress() {
        QFETCH(QString, hosts);
        QFETCH(QString, found);
        QFETCH(QString, fix);
        QFETCH(QString, version);
        const auto cluster = readEstate(common + ("sidecar shop/s egress=" + hosts.toStdString()));
        const auto lints = mesh::lint(cluster, test::settingsOf(version.toStdString()));
        QStringList wanted;
        if (!found.isEmpty()) {
            const auto parts = found.split(u' ');
            wanted.push_back(
                QStringLiteral("%1 Sidecar shop/s spec.egress[0].hosts[%2]").arg(parts[0], parts[1]));
        }
        QCOMPARE(shortOf(lints), wanted);
        if (!fix.isEmpty()) {
            QVERIFY2(lints[0].fix.starts_with(fix.toStdString()), lints[0].fix.c_str());
        }
    }

    void whatCouldNotBeReadIsNotMissed() {
        auto cluster = readEstate(common + std::string("sidecar shop/s egress=far/other.example.com"));
        QCOMPARE(shortOf(mesh::lint(cluster, {})).size(), 1);
        cluster.editStatus(cluster::Kind::ServiceEntry).state = cluster::KindStatus::State::Denied;
        QCOMPARE(shortOf(mesh::lint(cluster, {})), QStringList());
        auto exported = readEstate(common + std::string("svc far/x 80/http export=gone"));
        QCOMPARE(shortOf(mesh::lint(exported, {})).size(), 1);
        exported.editStatus(cluster::Kind::Namespace).state = cluster::KindStatus::State::Denied;
        QCOMPARE(shortOf(mesh::lint(exported, {})), QStringList());
    }

    void exports_data() {
        QTest::addColumn<QString>("object");
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("version");
        const auto row = [](const char* rule, const QByteArray& object, const QByteArray& found,
                            const char* version = "1.30.3") {
            QTest::newRow(rule) << QString::fromUtf8(object) << QString::fromUtf8(found)
                                << QString::fromUtf8(version);
        };
        constexpr auto field = " Service far/x metadata.annotations[networking.istio.io/exportTo]";
        const auto service = [&](const char* rule, const char* words, const QByteArray& found,
                                 const char* version = "1.30.3") {
            row(rule, QByteArray("svc far/x 80/http export=").append(words),
                found.isEmpty() ? found : QByteArray(found).append(field), version);
        };
        service("everybody", "*", "");
        service("nobody", "~", "");
        service("its own", ".", "");
        service("its own and another", ".,shop", "");
        service("its own by name", "far,shop", "");
        service("without its own", "shop", "export-to-leaves-out-own");
        service("a namespace that is not there", "gone", "export-to-nobody");
        service("two of them", "gone,away", "export-to-nobody");
        service("beside one that is", ".,gone", "export-to-missing");
        service("beside everybody: that decides", "*,gone", "");
        service("beside nobody: that decides", "~,gone", "");
        service("a list, until 1.6", "shop", "export-to-read-as-public", "1.6.0");
        service("\"~\", until 1.6", "~", "export-to-read-as-public", "1.6.0");
        service("its own, until 1.6", ".", "", "1.6.0");
        row("a ServiceEntry", "se far/x x.com 443/tls/TLS export=gone",
            "export-to-nobody ServiceEntry far/x spec.exportTo");
        row("a ServiceEntry without its own", "se far/x x.com 443/tls/TLS export=shop",
            "export-to-leaves-out-own ServiceEntry far/x spec.exportTo");
        row("a VirtualService", "vs far/x x.com all.far.svc.cluster.local:80 export=.,gone",
            "export-to-missing VirtualService far/x spec.exportTo");
        row("a VirtualService for others only is no mistake",
            "vs far/x x.com all.far.svc.cluster.local:80 export=shop", "");
        row("a DestinationRule", "dr far/x all export=gone",
            "export-to-nobody DestinationRule far/x spec.exportTo");
    }
    void exports() {
        QFETCH(QString, object);
        QFETCH(QString, found);
        QFETCH(QString, version);
        const auto cluster = readEstate(common + object.toStdString());
        const auto lints = mesh::lint(cluster, test::settingsOf(version.toStdString()));
        QCOMPARE(shortOf(lints), found.isEmpty() ? QStringList() : QStringList{found});
    }

    void spacesAreTrimmedSince124() {
        auto cluster = readEstate(common);
        auto service = *cluster.find<cluster::Service>("far", "all");
        service.meta.annotations = test::labels({{"networking.istio.io/exportTo", "far, shop"}});
        cluster.put(service);
        const auto old = mesh::lint(cluster, test::settingsOf("1.20.8"));
        QCOMPARE(old.size(), std::size_t{1});
        QCOMPARE(old[0].rule, mesh::LintRule::ExportToSpaces);
        QCOMPARE(old[0].fix, std::string("Write far,shop"));
        QCOMPARE(shortOf(mesh::lint(cluster, test::settingsOf("1.30.3"))), QStringList());
    }

    void doubles_data() {
        QTest::addColumn<QString>("objects");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* rule, const char* objects, const char* found) {
            QTest::newRow(rule) << QString::fromUtf8(objects) << QString::fromUtf8(found);
        };
        constexpr auto second = "sidecars-for-one-workload Sidecar shop/b spec.workloadSelector";
        row("one", "sidecar shop/a egress=./*", "");
        row("two without a selector: the younger is idle",
            "sidecar shop/a egress=./* created=1\nsidecar shop/b egress=*/* created=2", second);
        row("of one second: by name", "sidecar shop/a egress=./*\nsidecar shop/b egress=*/*", second);
        row("one with, one without", "sidecar shop/a egress=./*\nsidecar shop/b egress=*/* select=app:p", "");
        row("two for one pod",
            "sidecar shop/a egress=./* select=app:p\nsidecar shop/b egress=*/* select=app:p", second);
        row("two for two pods",
            "sidecar shop/a egress=./* select=app:p\nsidecar shop/b egress=*/* select=app:q", "");
        row("two for no pod",
            "sidecar shop/a egress=./* select=app:x\nsidecar shop/b egress=*/* select=app:x", "");
        row("in two namespaces", "sidecar shop/a egress=./*\nsidecar far/b egress=*/*", "");
    }
    void doubles() {
        QFETCH(QString, objects);
        QFETCH(QString, found);
        const auto lints = mesh::lint(readEstate(common + objects.toStdString()), {});
        QCOMPARE(shortOf(lints), found.isEmpty() ? QStringList() : QStringList{found});
    }

    void aSidecarIsAdvisedWhereItSavesMost() {
        std::string text = common;
        for (int i = 0; i < 300; ++i) {
            text += "svc far/s" + std::to_string(i) + " 80/http,9090/http-m ip=10.7.0." +
                    std::to_string(i % 250) + '\n';
        }
        const auto advised = mesh::lint(readEstate(text), test::settingsOf("1.30.3"));
        QCOMPARE(advised.size(), std::size_t{1});
        QCOMPARE(advised[0].rule, mesh::LintRule::NoSidecar);
        QCOMPARE(advised[0].kind, std::string("Namespace"));
        QCOMPARE(advised[0].name, std::string("shop"));
        QVERIFY(advised[0].message.find("2 proxies") != std::string::npos);
        QVERIFY(advised[0].fix.find("\"./*\", \"istio-system/*\"") != std::string::npos);
        QCOMPARE(
            mesh::lint(readEstate(text + "sidecar shop/s egress=./*\n"), test::settingsOf("1.30.3")).size(),
            std::size_t{0});
    }
};

PLIMSOLL_TEST(LintsTest)
#include "tst_lints.moc"
