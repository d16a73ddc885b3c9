// SPDX-License-Identifier: Apache-2.0
#include "graph/estate.h"
#include "support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

using namespace plimsoll;
using test::Estate;

namespace {

Estate twoNamespaces() {
    Estate estate;
    estate.addGateway("istio-system", "gw-x1", "gw", {{"istio", "ingressgateway"}});
    estate.addIstioGateway("shop", "gw", {{"istio", "ingressgateway"}});
    auto& routed = estate.addRevision("shop", "cart", "cart-00002", 1);
    routed.routed = true;
    routed.percent = 100;
    routed.tags = {"new"};
    auto& hidden = estate.addRevision("shop", "cart", "cart-00001");
    hidden.visibility = knative::Visibility::Hidden;
    hidden.publicExportTo = "~";
    estate.addRoute("shop", "cart", {"cart-00002 100"});
    auto& alarm = estate.addRevision("pay", "bill", "bill-00001");
    alarm.routed = true;
    alarm.alarm = true;
    estate.addRoute("pay", "bill", {"bill-00001 100"});
    estate.addVirtualService("shop", "front", {"gw"}, {"bill-00001.pay.svc.cluster.local"});
    return estate;
}

QJsonObject jsonOf(const Estate& estate, const std::vector<std::string>& open) {
    const auto text = graph::toJson(estate.build(), estate.revisions, open);
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

} // namespace

class GraphTextTest final : public QObject {
    Q_OBJECT

private slots:
    void jsonHasNodesEdgesAndNamespacesWithStates() {
        const auto all = jsonOf(twoNamespaces(), {"shop", "pay"});
        QMap<QString, QString> states;
        QSet<QString> ids;
        for (const auto& item : all[u"nodes"].toArray()) {
            states[item.toObject()[u"id"].toString()] = item.toObject()[u"state"].toString();
            ids << item.toObject()[u"id"].toString();
        }
        QCOMPARE(states[QStringLiteral("revision/shop/cart-00002")], QStringLiteral("routed"));
        QCOMPARE(states[QStringLiteral("revision/shop/cart-00001")], QStringLiteral("hidden"));
        QCOMPARE(states[QStringLiteral("revision/pay/bill-00001")], QStringLiteral("alarm"));
        QCOMPARE(states[QStringLiteral("gateway/istio-system/gw")], QStringLiteral("ready"));
        int broken = 0;
        for (const auto& item : all[u"edges"].toArray()) {
            QVERIFY(ids.contains(item.toObject()[u"from"].toString()));
            QVERIFY(ids.contains(item.toObject()[u"to"].toString()));
            broken += item.toObject()[u"broken"].toBool() ? 1 : 0;
        }
        QCOMPARE(broken, 2);
        QCOMPARE(all[u"namespaces"].toArray().size(), 2);
        QVERIFY(all[u"namespaces"].toArray()[0].toObject()[u"open"].toBool());
    }

    void jsonRevisionsKeepNullForAnAbsentAnnotation() {
        const auto all = jsonOf(twoNamespaces(), {"shop"});
        for (const auto& item : all[u"nodes"].toArray()) {
            if (item.toObject()[u"id"] == QStringLiteral("revision/shop/cart-00001")) {
                const auto exportTo = item.toObject()[u"revision"].toObject()[u"exportTo"].toObject();
                QCOMPARE(exportTo[u"public"].toString(), QStringLiteral("~"));
                QVERIFY(exportTo[u"private"].isNull());
                return;
            }
        }
        QFAIL("no such revision");
    }

    void closedNamespacesAreOneNodeAndKeepTheirEdges() {
        const auto all = jsonOf(twoNamespaces(), {"shop"});
        QStringList edges;
        bool card = false;
        for (const auto& item : all[u"nodes"].toArray()) {
            QVERIFY(item.toObject()[u"id"] != QStringLiteral("revision/pay/bill-00001"));
            card = card || (item.toObject()[u"id"] == QStringLiteral("namespace/pay") &&
                            item.toObject()[u"state"] == QStringLiteral("alarm"));
        }
        QVERIFY(card);
        for (const auto& item : all[u"edges"].toArray()) {
            const auto edge = item.toObject();
            edges << edge[u"from"].toString() + u' ' + edge[u"to"].toString() + u' ' +
                         edge[u"kind"].toString();
            if (edge[u"to"] == QStringLiteral("namespace/pay")) {
                QVERIFY(edge[u"broken"].toBool());
            }
        }
        QVERIFY(edges.contains(QStringLiteral("virtualservice/shop/front namespace/pay merged")));
        QVERIFY(edges.contains(QStringLiteral("gateway/istio-system/gw virtualservice/shop/front attach")));
    }

    void dotEscapesWhatNamesMayHold() {
        Estate estate;
        auto& odd = estate.addRevision("sh\"op", "c", "c\\art\n\"x\"");
        odd.ready = false;
        odd.reason = "Bad \"word\"\\";
        const auto dot = QString::fromStdString(graph::toDot(estate.build(), estate.revisions, {"sh\"op"}));
        QVERIFY2(dot.contains(QStringLiteral("\"revision/sh\\\"op/c\\\\art\\n\\\"x\\\"\"")), qPrintable(dot));
        QVERIFY(dot.contains(QStringLiteral("Bad \\\"word\\\"\\\\")));
        QVERIFY(dot.contains(QStringLiteral("subgraph \"cluster_sh\\\"op\"")));
        int quotes = 0; // unescaped ones come in pairs on each line
        for (const auto& line : dot.split(u'\n')) {
            quotes = 0;
            for (qsizetype i = 0; i < line.size(); ++i) {
                if (line[i] == u'\\') {
                    ++i;
                } else if (line[i] == u'"') {
                    ++quotes;
                }
            }
            QVERIFY2(quotes % 2 == 0, qPrintable(line));
        }
    }

    void dotTellsStatesByFormToo() {
        const auto estate = twoNamespaces();
        const auto dot =
            QString::fromStdString(graph::toDot(estate.build(), estate.revisions, {"shop", "pay"}));
        const auto lineOf = [&](const QString& id) {
            for (const auto& line : dot.split(u'\n')) {
                if (line.trimmed().startsWith(QStringLiteral("\"") + id + QStringLiteral("\" ["))) {
                    return line;
                }
            }
            return QString();
        };
        QVERIFY(lineOf(QStringLiteral("revision/shop/cart-00001")).contains(QStringLiteral("style=dashed")));
        QVERIFY(lineOf(QStringLiteral("revision/pay/bill-00001")).contains(QStringLiteral("penwidth=3")));
        QVERIFY(lineOf(QStringLiteral("gateway/istio-system/gw")).contains(QStringLiteral("hexagon")));
        QVERIFY(dot.contains(QStringLiteral("configured routes, not measured traffic")));
        QVERIFY(dot.contains(
            QStringLiteral("\"route/shop/cart\" -> \"revision/shop/cart-00002\" [label=\"100 %\"];")));
    }

    void anEmptyMeshIsAnEmptyGraph() {
        const Estate estate;
        QVERIFY(graph::toDot(estate.build(), {}, {}).ends_with("}\n"));
        QCOMPARE(jsonOf(estate, {})[u"nodes"].toArray().size(), 0);
    }
};

PLIMSOLL_TEST(GraphTextTest)
#include "tst_graphtext.moc"
