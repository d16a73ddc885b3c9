// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"
#include "views/picturefixture.h"
#include "weight/loadchart.h"
#include "weight/loadgroups.h"
#include "weight/loadlineview.h"

#include <QSignalSpy>

using namespace plimsoll;
using test::proxy;
using views::loadBars;
using views::LoadGrouping;

namespace {

std::shared_ptr<engine::Picture> loaded() {
    auto picture = test::smallPicture();
    auto gateway = proxy("istio-system", "gateway-a", "gateway", 1000, 1'000'000, 250'000);
    gateway.gateway = true;
    gateway.workload = "ingressgateway";
    gateway.memoryLimit = 50'000'000;
    auto second = gateway;
    second.name = "gateway-b";
    second.load.envoyClusters = 900;
    picture->weights.edit().proxies = {gateway, second, proxy("shop", "cart-1", "shop", 100, 100'000, 0),
                                       proxy("shop", "cart-2", "shop", 120, 120'000, 0)};
    return picture;
}

} // namespace

class LoadTest final : public QObject {
    Q_OBJECT

private slots:
    void theHeaviestProxyStandsForItsGroup() {
        const auto bars = loadBars(*loaded(), LoadGrouping::Scope, {});
        QCOMPARE(bars.size(), std::size_t(2));
        QCOMPARE(bars[0].title, std::string("ingressgateway"));
        QCOMPARE(bars[0].proxies, 2);
        QCOMPARE(bars[0].proxy, std::size_t(0));
        QCOMPARE(bars[1].title, std::string("shop"));
        QCOMPARE(bars[1].proxy, std::size_t(3));
        QCOMPARE(loadBars(*loaded(), LoadGrouping::Proxy, {}).size(), std::size_t(4));
        QCOMPARE(loadBars(*loaded(), LoadGrouping::Namespace, {"shop"}).size(), std::size_t(1));
    }

    void theReserveHasTheSameShareOfMemoryAsOfBytes() {
        const auto bars = loadBars(*loaded(), LoadGrouping::Scope, {});
        QVERIFY(bars[0].memoryLow < bars[0].memory && bars[0].memory < bars[0].memoryHigh);
        QVERIFY(std::abs(bars[0].reserveMemory - bars[0].memory / 4) < 1);
        QCOMPARE(bars[0].over(), bars[0].memory > 50'000'000);
        QVERIFY(!bars[1].limit);
    }

    void aClickSelectsAProxy() {
        views::LoadLineView view;
        view.resize(1000, 700);
        view.show();
        view.setPicture(loaded());
        QSignalSpy selected(&view, &views::LoadLineView::selected);
        view.findChild<views::LoadChart*>()->select(1);
        QCOMPARE(selected.count(), 1);
        QCOMPARE(selected.at(0).at(0).toString(), QStringLiteral("proxy/shop/cart-2"));
    }

    void tenThousandProxiesPaintOnlyWhatIsInSight() {
        auto picture = test::smallPicture();
        for (int i = 0; i < 10'000; ++i) {
            picture->weights.edit().proxies.push_back(
                proxy("ns", "pod-" + std::to_string(i), "ns", i, i * 1000, 0));
        }
        views::LoadChart chart;
        chart.resize(1000, 500);
        chart.setBars(loadBars(*picture, LoadGrouping::Proxy, {}));
        QVERIFY(!chart.grab().isNull());
        chart.select(9'999);
        QVERIFY(!chart.grab().isNull());
    }
};

PLIMSOLL_TEST(LoadTest)
#include "tst_load.moc"
