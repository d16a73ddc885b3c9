// SPDX-License-Identifier: Apache-2.0
// exportTo of Services and ServiceEntries and the mesh's default: who carries the service. Each row names its
// rule.
#include "mesh/rules.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

constexpr auto proxies = "pod client/c sidecar ip=10.1.0.1\n"
                         "pod shop/s sidecar ip=10.1.0.2\n"
                         "pod other/o sidecar ip=10.1.0.3\n"
                         "pod istio-system/gw gateway ip=10.1.0.4\n";

/// Whose proxies carry the one service: "c s o gw" or a part of it.
QString whoCarries(const cluster::Cluster& cluster, const mesh::MeshSettings& settings) {
    QStringList who;
    for (const auto* pod : {"client/c", "shop/s", "other/o", "istio-system/gw"}) {
        if (!test::carriedBy(pod, cluster, settings).clusters.isEmpty()) {
            who.push_back(QString::fromUtf8(pod).section(u'/', 1));
        }
    }
    return who.join(u' ');
}

void columns() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("who");
}

void row(const char* rule, const char* words, const char* version, const char* who) {
    QTest::newRow(rule) << QString::fromUtf8(words) << QString::fromUtf8(version) << QString::fromUtf8(who);
}

} // namespace

class RulesExportToTest final : public QObject {
    Q_OBJECT

private slots:
    void annotation_data() {
        columns();
        row("absent: the mesh's default, everyone", "", "1.30.3", "c s o gw");
        row("* is everyone", "*", "1.30.3", "c s o gw");
        row(". is the own namespace only", ".", "1.30.3", "s");
        row("~ is nobody, its own namespace neither", "~", "1.30.3", "");
        row("a name is that namespace only; its own is not implied", "client", "1.30.3", "c");
        row("., name: both", ".,client", "1.30.3", "c s");
        row("its own name is like .", "shop,client", "1.30.3", "c s");
        row("its own name and . are one", "shop,.", "1.30.3", "s");
        row("the gateway is judged by its pod's namespace", "istio-system", "1.30.3", "gw");
        row("* wins over ~", "~,*", "1.30.3", "c s o gw");
        row("* wins over names", "client,*", "1.30.3", "c s o gw");
        row("~ wins over .", ".,~", "1.30.3", "");
        row("~ wins over names", "client,~,other", "1.30.3", "");
        row("a namespace that does not exist: nobody", "no-such-ns", "1.30.3", "");
        row("a name beside one that does not exist", "no-such-ns,client", "1.30.3", "c");
        row("no prefixes: cli* is literal", "cli*", "1.30.3", "");
        row("no suffixes: *er is literal", "*er", "1.30.3", "");
        row("upper case is another name", "CLIENT", "1.30.3", "");
        row("an empty item is harmless", "client,,", "1.30.3", "c");
        row("commas only: a set that names nobody", ",", "1.30.3", "");
        row("twice the same", "client,client", "1.30.3", "c");
        row("a slash makes no host", "client/*", "1.30.3", "");
        row("spaces around are trimmed", " client , . ", "1.30.3", "c s");
        row("tabs are trimmed", "\tclient", "1.30.3", "c");
        row("1.20.8 does not trim", " client , . ", "1.20.8", "");
        row("1.20.8: the untrimmed word is odd, the other counts", " client ,other", "1.20.8", "o");
        row("1.24 trims", " client", "1.24.0", "c");
        row("1.23 does not", " client", "1.23.6", "");
        row("1.28.10 knows ~", "~", "1.28.10", "");
        row("1.20.8 knows ~", "~", "1.20.8", "");
        row("1.7 knows ~", "~", "1.7.0", "");
        row("1.7 knows names", "client", "1.7.0", "c");
        row("1.6: ~ was public", "~", "1.6.14", "c s o gw");
        row("1.6: a name was public", "no-such-ns", "1.6.14", "c s o gw");
        row("1.6: . counts", ".", "1.6.14", "s");
        row("1.6: . counts also beside names", ".,client", "1.6.14", "s");
        row("1.1: . counts", ".", "1.1.0", "s");
        row("1.0 has no annotation", ".", "1.0.9", "c s o gw");
    }
    void annotation() {
        QFETCH(QString, words);
        QFETCH(QString, version);
        QFETCH(QString, who);
        auto cluster = test::estate(proxies);
        cluster.put(test::service("shop", "web", {"80/http"}, {}, words.toStdString()));
        QCOMPARE(whoCarries(cluster, test::settingsOf(version.toStdString())), who);
    }

    void meshDefault_data() {
        columns();
        row("unset: everyone", "", "1.30.3", "c s o gw");
        row("default *", "*", "1.30.3", "c s o gw");
        row("default .", ".", "1.30.3", "s");
        row("default ~", "~", "1.30.3", "");
        row("default .,* is everyone", ".,*", "1.30.3", "c s o gw");
        row("default name: since 1.30.3", "client", "1.30.3", "c");
        row("default .,name: since 1.30.3", ".,client", "1.30.3", "c s");
        row("1.30.0: only its ., * and ~ count", "client", "1.30.0", "");
        row("1.30.0: . counts, the name does not", ".,client", "1.30.0", "s");
        row("1.28.10 likewise", ".,client", "1.28.10", "s");
        row("1.20.8 likewise", ".,client", "1.20.8", "s");
        row("1.20.8: .", ".", "1.20.8", "s");
        row("1.20.8: ~", "~", "1.20.8", "");
        row("1.20.8: *", "*", "1.20.8", "c s o gw");
    }
    void meshDefault() {
        QFETCH(QString, words);
        QFETCH(QString, version);
        QFETCH(QString, who);
        auto cluster = test::estate(proxies);
        cluster.put(test::service("shop", "web", {"80/http"}));
        auto settings = test::settingsOf(version.toStdString());
        settings.serviceExportTo.clear();
        for (const auto& word : words.split(u',', Qt::SkipEmptyParts)) {
            settings.serviceExportTo.push_back(word.toStdString());
        }
        QCOMPARE(whoCarries(cluster, settings), who);
        // The annotation wins over the default.
        cluster.put(test::service("shop", "web", {"80/http"}, {}, "other"));
        QCOMPARE(whoCarries(cluster, settings), QStringLiteral("o"));
    }

    void serviceEntry_data() {
        columns();
        row("ServiceEntry: absent is everyone", "", "1.30.3", "c s o gw");
        row("ServiceEntry: .", ".", "1.30.3", "s");
        row("ServiceEntry: ~", "~", "1.30.3", "");
        row("ServiceEntry: a name", "client", "1.30.3", "c");
        row("ServiceEntry: a list", ".,other", "1.30.3", "s o");
        row("ServiceEntry: *", "*", "1.30.3", "c s o gw");
        row("ServiceEntry: the same on 1.20.8", "client", "1.20.8", "c");
    }
    void serviceEntry() {
        QFETCH(QString, words);
        QFETCH(QString, version);
        QFETCH(QString, who);
        const auto exported = words.isEmpty() ? std::string() : " export=" + words.toStdString();
        const auto cluster =
            test::estate(proxies + ("se shop/ext api.example.com 443/tls/TLS addr=240.0.0.9" + exported));
        QCOMPARE(whoCarries(cluster, test::settingsOf(version.toStdString())), who);
    }

    void discovery_data() {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("values");
        QTest::addColumn<bool>("seen");
        const auto line = [](const char* rule, const char* label, const char* op, const char* values,
                             bool seen) {
            QTest::newRow(rule) << QString::fromUtf8(label) << QString::fromUtf8(op)
                                << QString::fromUtf8(values) << seen;
        };
        line("discoverySelectors: In with the value", "mesh:on", "In", "on off", true);
        line("discoverySelectors: In without it", "mesh:no", "In", "on off", false);
        line("discoverySelectors: NotIn with the value", "mesh:on", "NotIn", "on", false);
        line("discoverySelectors: NotIn without it", "mesh:no", "NotIn", "on", true);
        line("discoverySelectors: NotIn without the label", "a:b", "NotIn", "on", true);
        line("discoverySelectors: Exists", "mesh:", "Exists", "", true);
        line("discoverySelectors: Exists without the label", "a:b", "Exists", "", false);
        line("discoverySelectors: DoesNotExist", "a:b", "DoesNotExist", "", true);
        line("discoverySelectors: DoesNotExist with the label", "mesh:on", "DoesNotExist", "", false);
    }
    void discovery() {
        QFETCH(QString, label);
        QFETCH(QString, op);
        QFETCH(QString, values);
        QFETCH(bool, seen);
        auto cluster =
            test::estate(proxies + ("ns shop label=" + label.toStdString()) + "\nsvc shop/web 80/http");
        auto settings = test::settingsOf("1.30.3");
        mesh::MeshSettings::Selector selector;
        selector.expressions.push_back({"mesh", op.toStdString(), {}});
        for (const auto& value : values.split(u' ', Qt::SkipEmptyParts)) {
            selector.expressions.front().values.push_back(value.toStdString());
        }
        settings.discoverySelectors.push_back(selector);
        QCOMPARE(whoCarries(cluster, settings), seen ? QStringLiteral("c s o gw") : QString());
    }
};

PLIMSOLL_TEST(RulesExportToTest)
#include "tst_rules_exportto.moc"
