// SPDX-License-Identifier: Apache-2.0
#include "graph/graphview.h"
#include "support/testmain.h"
#include "views/estate.h"

#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QImage>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTimer>
#include <QWheelEvent>

using namespace plimsoll;
using namespace plimsoll::views;

namespace {

class Shown {
public:
    explicit Shown(engine::Picture picture) {
        view.resize(1200, 800);
        view.show();
        put(std::move(picture));
    }
    void put(engine::Picture picture) {
        view.setPicture(test::shared(std::move(picture)));
        settle();
    }
    void settle() {
        QVERIFY(QTest::qWaitFor([this] { return view.settled(); }, 20000));
    }
    QImage image() {
        QCoreApplication::processEvents(); // the buttons find their places
        return view.grab().toImage();
    }

    GraphView view;
};

/// Opens the context menu of what is selected, lists its entries ("-" before disabled ones) and triggers one.
QStringList menuOf(GraphView& view, const QString& trigger = {}) {
    QStringList entries;
    QTimer::singleShot(0, &view, [&] {
        auto* menu = view.findChild<QMenu*>();
        if (!menu) {
            return;
        }
        for (auto* action : menu->actions()) {
            if (!action->isSeparator()) {
                entries << (action->isEnabled() ? QString() : QStringLiteral("-")) + action->text().trimmed();
            }
        }
        for (auto* action : menu->actions()) {
            if (!trigger.isEmpty() && action->text() == trigger) {
                action->trigger();
            }
        }
        menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Keyboard, view.rect().center(),
                            view.mapToGlobal(view.rect().center()));
    QCoreApplication::sendEvent(&view, &event);
    return entries;
}

} // namespace

class GraphViewTest final : public QObject {
    Q_OBJECT

private slots:
    void drawsAndSelects() {
        Shown shown(test::smallEstate());
        QSignalSpy selected(&shown.view, &GraphView::selected);
        const QImage before = shown.image();
        shown.view.select(QStringLiteral("revision/shop/cart-00012"), true);
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.front().front().toString(), QStringLiteral("revision/shop/cart-00012"));
        QVERIFY(shown.image() != before);
        shown.view.select(QStringLiteral("revision/shop/cart-00012"), false);
        QCOMPARE(selected.size(), 1); // no signal for no change
    }

    void clickSelectsWhatIsInTheMiddle() {
        Shown shown(test::smallEstate());
        shown.view.select(QStringLiteral("revision/shop/cart-00012"), true);
        shown.view.select(QString(), false);
        QSignalSpy selected(&shown.view, &GraphView::selected);
        QTest::mouseClick(&shown.view, Qt::LeftButton, {},
                          QPoint(600, 410)); // the canvas is between the head and the legend
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.front().front().toString(), QStringLiteral("revision/shop/cart-00012"));
    }

    void selectOpensAClosedNamespace() {
        Shown shown(test::smallEstate());
        QSignalSpy laidOut(&shown.view, &GraphView::layoutFinished);
        shown.view.select(QStringLiteral("revision/payments/api-00040"), true);
        QVERIFY(!shown.view.settled());
        shown.settle();
        QCOMPARE(laidOut.size(), 1);
        QSignalSpy selected(&shown.view, &GraphView::selected);
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, QPoint(600, 410));
        QVERIFY2(selected.isEmpty(), "it is in the middle, and selected already");
    }

    void escapeAndArrowsMoveTheSelection() {
        Shown shown(test::smallEstate());
        shown.view.select(QStringLiteral("route/shop/checkout"), false);
        QSignalSpy selected(&shown.view, &GraphView::selected);
        QTest::keyClick(&shown.view, Qt::Key_Left);
        QTest::keyClick(&shown.view, Qt::Key_Escape);
        QCOMPARE(selected.size(), 2);
        QCOMPARE(selected.at(0).front().toString(),
                 QStringLiteral("gateway/istio-system/istio-ingressgateway"));
        QCOMPARE(selected.at(1).front().toString(), QString());
    }

    void enterOpensAndClosesANamespace() {
        Shown shown(test::smallEstate());
        shown.view.select(QStringLiteral("namespace/payments"), true);
        const QImage closed = shown.image();
        QTest::keyClick(&shown.view, Qt::Key_Return);
        shown.settle();
        const QImage opened = shown.image();
        QVERIFY(opened != closed);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        shown.settle();
        QCOMPARE(shown.image(), closed); // and stands where it stood
    }

    void viewStaysWhenThePictureChanges() {
        Shown shown(test::smallEstate());
        shown.view.select(QStringLiteral("revision/shop/checkout-00009"), true);
        const QImage before = shown.image();
        auto same = test::smallEstate();
        same.generation = 2;
        shown.put(std::move(same));
        QCOMPARE(shown.image(), before);
    }

    void dragPansAndWheelZooms() {
        Shown shown(test::smallEstate());
        const QImage before = shown.image();
        QTest::mousePress(&shown.view, Qt::LeftButton, {}, QPoint(300, 300));
        QTest::mouseMove(&shown.view, QPoint(320, 310));
        QTest::mouseMove(&shown.view, QPoint(400, 350));
        QSignalSpy selected(&shown.view, &GraphView::selected);
        QTest::mouseRelease(&shown.view, Qt::LeftButton, {}, QPoint(400, 350));
        QVERIFY2(selected.isEmpty(), "a drag is no click");
        const QImage panned = shown.image();
        QVERIFY(panned != before);
        QWheelEvent wheel(QPointF(300, 300), shown.view.mapToGlobal(QPointF(300, 300)), {}, QPoint(0, 120),
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&shown.view, &wheel);
        QVERIFY(shown.image() != panned);
    }

    void findMarksSelectsAndCounts() {
        Shown shown(test::smallEstate());
        QSignalSpy selected(&shown.view, &GraphView::selected);
        const int count = shown.view.find(QStringLiteral("checkout-0000"));
        QCOMPARE(count, 4); // two revisions and their pods
        QCOMPARE(selected.size(), 1);
        shown.view.findNext();
        QCOMPARE(selected.size(), 2);
        QCOMPARE(shown.view.find(QStringLiteral("no such thing")), 0);
    }

    void menuHidesAReserveRevision() {
        Shown shown(test::smallEstate());
        QSignalSpy hide(&shown.view, &GraphView::hideRequested);
        shown.view.select(QStringLiteral("revision/shop/search-00003"), true);
        const auto entries = menuOf(shown.view, QStringLiteral("Hide"));
        QVERIFY2(entries.contains(QStringLiteral("Hide")), qPrintable(entries.join(u'|')));
        QCOMPARE(hide.size(), 1);
        QCOMPARE(hide.front().at(0).toString(), QStringLiteral("shop"));
        QCOMPARE(hide.front().at(1).toString(), QStringLiteral("search-00003"));
    }

    void menuSaysWhyARoutedRevisionMayNotBeHidden() {
        Shown shown(test::smallEstate());
        QSignalSpy hide(&shown.view, &GraphView::hideRequested);
        shown.view.select(QStringLiteral("revision/shop/checkout-00009"), true);
        const auto entries = menuOf(shown.view, QStringLiteral("Hide"));
        QVERIFY(entries.contains(QStringLiteral("-Hide")));
        QVERIFY(entries.contains(QStringLiteral("-Route checkout sends requests here")));
        QVERIFY(hide.isEmpty());
    }

    void menuShowsWhatIsHidden() {
        Shown shown(test::smallEstate());
        QSignalSpy show(&shown.view, &GraphView::showRequested);
        shown.view.select(QStringLiteral("revision/shop/cart-00012"), true);
        const auto entries = menuOf(shown.view, QStringLiteral("Show"));
        QVERIFY(entries.contains(QStringLiteral("Show")));
        QVERIFY(!entries.contains(QStringLiteral("Hide")));
        QCOMPARE(show.size(), 1);
    }

    void readOnlyMenuHasNoActions() {
        auto picture = test::smallEstate();
        picture.readOnly = true;
        Shown shown(std::move(picture));
        shown.view.select(QStringLiteral("revision/shop/search-00003"), true);
        const auto entries = menuOf(shown.view);
        QVERIFY(!entries.isEmpty());
        QVERIFY2(entries.filter(QStringLiteral("Hide")).isEmpty(), qPrintable(entries.join(u'|')));
        QVERIFY(entries.filter(QRegularExpression(QStringLiteral("^-?Show$"))).isEmpty());
    }

    void emptyPictureIsDrawnWithoutAScene() {
        GraphView view;
        view.resize(800, 600);
        QVERIFY(!view.grab().isNull());
        view.fit();
        view.findNext();
        QCOMPARE(view.find(QStringLiteral("x")), 0);
        QTest::keyClick(&view, Qt::Key_Right);
        engine::Picture nothing;
        nothing.complete = true;
        view.setPicture(test::shared(std::move(nothing)));
        QVERIFY(QTest::qWaitFor([&] { return view.settled(); }, 10000));
        QVERIFY(!view.grab().isNull());
    }

    void picturesInQuickSuccessionStillAppear() {
        Shown shown(test::smallEstate());
        QSignalSpy laidOut(&shown.view, &GraphView::layoutFinished);
        for (int i = 0; i < 20; ++i) {
            shown.view.setPicture(test::shared(test::bigEstate(3, 4, 5 + i)));
            QCoreApplication::processEvents();
        }
        shown.settle();
        QVERIFY(laidOut.size() >= 1);
        QCOMPARE(shown.view.find(QStringLiteral("team-2")), 1 + 4); // the namespace and its hosts
    }

    void tenThousandRevisionsPaintQuickly() {
        Shown shown(test::bigEstate(10, 50, 20));
        for (int i = 0; i < 10; ++i) {
            shown.view.select(QStringLiteral("revision/team-%1/service-0-00001").arg(i), false);
            shown.settle();
        }
        const auto timed = [&](const char* what) {
            QElapsedTimer timer;
            timer.start();
            const QImage image = shown.image();
            qInfo("%s: %lld ms", what, static_cast<long long>(timer.elapsed()));
            return timer.elapsed();
        };
        shown.view.fit();
        QVERIFY(timed("all of it") < 2000);
        shown.view.select(QStringLiteral("revision/team-5/service-9-00001"), true);
        QTest::keyClick(&shown.view, Qt::Key_0);
        QVERIFY(timed("natural size") < 2000);
    }

    void deletedWhileTheWorkerIsAtWork() {
        for (int i = 0; i < 5; ++i) {
            GraphView view;
            view.setPicture(test::shared(test::bigEstate(5, 20, 10)));
        }
    }
};

PLIMSOLL_TEST(GraphViewTest)
#include "tst_graphview.moc"
