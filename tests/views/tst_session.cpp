// SPDX-License-Identifier: Apache-2.0
#include "session/sessionview.h"
#include "session/valuecard.h"
#include "support/testmain.h"
#include "views/picturefixture.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace plimsoll;

namespace {

QString textOf(const QWidget& widget) {
    QStringList texts;
    for (const auto* label : widget.findChildren<QLabel*>()) {
        texts << label->text();
    }
    for (const auto* button : widget.findChildren<QPushButton*>()) {
        texts << button->text();
    }
    return texts.join(QLatin1Char('\n'));
}

engine::DecodedSession decoded() {
    engine::DecodedSession d;
    d.value.format = session::Format::Proto;
    d.value.accepted = true;
    d.value.address = "10.1.2.3:8012";
    d.value.host = "10.1.2.3";
    d.value.why = "ok";
    return d;
}

} // namespace

class SessionViewTest final : public QObject {
    Q_OBJECT

private slots:
    void anUptimeIsNeverShownAsADate() {
        session::Value value = decoded().value;
        value.expires = 1'234'567;
        value.clock = session::ExpiresClock::Uptime;
        QVERIFY(views::expiresText(value).contains(QStringLiteral("1,234,567 s")));
        QVERIFY(!views::expiresText(value).contains(QStringLiteral("1970")));
        value.expires = 1'782'864'000;
        value.clock = session::ExpiresClock::Unix;
        QCOMPARE(views::expiresText(value), QStringLiteral("2026-07-01 00:00:00 UTC"));
    }

    void tellsThePodOrThatItIsGone() {
        auto d = decoded();
        QVERIFY(textOf(views::ValueCard(d, true)).contains(QStringLiteral("gone")));
        QVERIFY(textOf(views::ValueCard(d, false)).contains(QStringLiteral("no cluster is open")));
        d.pod = session::PodMatch{"shop", "cart-1", "cart-00003", true};
        const auto text = textOf(views::ValueCard(d, true));
        QVERIFY(text.contains(QStringLiteral("shop/cart-1")));
        QVERIFY(text.contains(QStringLiteral("cart-00003")));
        QVERIFY(text.contains(QStringLiteral("lives")));
    }

    void asksAfterTypingAndDropsLateAnswers() {
        views::SessionView view;
        view.show();
        view.setPicture(test::smallPicture());
        QSignalSpy requested(&view, &views::SessionView::decodeRequested);
        auto* text = view.findChild<QPlainTextEdit*>();
        text->setPlainText(QStringLiteral("CgoxLjIuMy40Ojgw"));
        QTRY_COMPARE(requested.count(), 1);
        const int ticket = requested.at(0).at(2).toInt();
        view.setResult({decoded()}, ticket - 1);
        QCOMPARE(view.findChildren<views::ValueCard*>().size(), 0);
        view.setResult({decoded()}, ticket);
        QCOMPARE(view.findChildren<views::ValueCard*>().size(), 1);
    }

    void manyValuesAreCountedNotDrawn() {
        views::SessionView view;
        view.setPicture(test::smallPicture());
        QSignalSpy requested(&view, &views::SessionView::decodeRequested);
        view.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("x"));
        QTRY_COMPARE(requested.count(), 1);
        view.setResult(std::vector<engine::DecodedSession>(1000, decoded()), requested.at(0).at(2).toInt());
        QVERIFY(view.findChildren<views::ValueCard*>().size() < 100);
        QVERIFY(textOf(view).contains(QStringLiteral("940")));
    }

    void longTextsAreShownWhole() {
        auto d = decoded();
        d.value.why =
            "no protobuf message, so Envoy takes the whole decoded value for an address, as 1.26 did";
        views::ValueCard card(d, true);
        card.resize(600, 400);
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        for (const auto* label : card.findChildren<QLabel*>()) {
            if (label->wordWrap()) {
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
            }
        }
    }

    void markupInAValueStaysText() {
        auto d = decoded();
        d.value.address = "<b>x</b>";
        d.value.why = "<img src=x>";
        const views::ValueCard card(d, false);
        for (const auto* label : card.findChildren<QLabel*>()) {
            if (label->text().contains(QLatin1Char('<'))) {
                QCOMPARE(label->textFormat(), Qt::PlainText);
            }
        }
    }
};

PLIMSOLL_TEST(SessionViewTest)
#include "tst_session.moc"
