// SPDX-License-Identifier: Apache-2.0
#include "session/sessionview.h"

#include "session/valuecard.h"
#include "theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace plimsoll::views {
namespace {

constexpr int typingPause = 150;      // ms without a key before it is decoded
constexpr std::size_t mostCards = 60; // more are counted, not drawn

} // namespace

class SessionView::Private {
public:
    explicit Private(SessionView& view) : q(view) {}

    void build();
    QWidget* options();
    void request();
    void showHint(const QString& text);
    void clear();

    SessionView& q;
    engine::PicturePtr picture = std::make_shared<engine::Picture>();
    QPlainTextEdit* text = nullptr;
    QComboBox* carrier = nullptr;
    QLineEdit* name = nullptr;
    QLineEdit* path = nullptr;
    QVBoxLayout* results = nullptr;
    QTimer pause;
    int ticket = 0;
};

QWidget* SessionView::Private::options() {
    auto* bar = new QWidget(&q);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const auto add = [&](const QString& title, QWidget* field) {
        auto* label = new QLabel(title, bar);
        label->setProperty("tone", QStringLiteral("muted"));
        label->setBuddy(field);
        field->setAccessibleName(title);
        row->addWidget(label);
        row->addWidget(field);
        row->addSpacing(8);
    };
    carrier = new QComboBox(bar);
    carrier->addItem(tr("Cookie"), static_cast<int>(session::Carrier::Cookie));
    carrier->addItem(tr("Header"), static_cast<int>(session::Carrier::Header));
    carrier->addItem(tr("Envelope header"), static_cast<int>(session::Carrier::EnvelopeHeader));
    carrier->addItem(tr("Query (SSE)"), static_cast<int>(session::Carrier::Query));
    name = new QLineEdit(bar);
    name->setPlaceholderText(tr("any"));
    name->setFixedWidth(150);
    path = new QLineEdit(bar);
    path->setPlaceholderText(tr("any"));
    path->setFixedWidth(150);
    add(tr("Carried by"), carrier);
    add(tr("Name"), name);
    add(tr("Request path"), path);
    row->addStretch(1);
    QObject::connect(carrier, &QComboBox::currentIndexChanged, &q, [this] { request(); });
    QObject::connect(name, &QLineEdit::textChanged, &q, [this] { pause.start(); });
    QObject::connect(path, &QLineEdit::textChanged, &q, [this] { pause.start(); });
    return bar;
}

void SessionView::Private::build() {
    auto* column = new QVBoxLayout(&q);
    column->setContentsMargins(0, 0, 0, 0); // the window keeps the distance
    column->setSpacing(12);
    auto* title = new QLabel(tr("Session"), &q);
    title->setFont(views::font(TextSize::Heading, QFont::DemiBold));
    column->addWidget(title);
    text = new QPlainTextEdit(&q);
    text->setPlaceholderText(tr("Paste a cookie, a Cookie or Set-Cookie line, or a whole curl -v output"));
    text->setAccessibleName(tr("Session value"));
    text->setFont(monospaced(TextSize::Body));
    text->setFixedHeight(120);
    text->setTabChangesFocus(true);
    column->addWidget(text);
    column->addWidget(options());
    auto* area = new QScrollArea(&q);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto* inside = new QWidget(area);
    results = new QVBoxLayout(inside);
    results->setContentsMargins(0, 0, 0, 0);
    results->setSpacing(12);
    area->setWidget(inside);
    column->addWidget(area, 1);
    pause.setSingleShot(true);
    pause.setInterval(typingPause);
    QObject::connect(text, &QPlainTextEdit::textChanged, &q, [this] { pause.start(); });
    QObject::connect(&pause, &QTimer::timeout, &q, [this] { request(); });
    showHint(tr("What is pasted here never leaves this machine.\nPlimsoll tells its format, address, pod and "
                "revision, "
                "and whether Envoy takes it."));
}

void SessionView::Private::clear() {
    while (auto* item = results->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void SessionView::Private::showHint(const QString& hint) {
    clear();
    auto* label = new QLabel(hint, &q);
    label->setWordWrap(true);
    label->setProperty("tone", QStringLiteral("muted"));
    results->addWidget(label);
    results->addStretch(1);
}

void SessionView::Private::request() {
    const auto pasted = text->toPlainText();
    ++ticket; // whatever is under way is of an older text
    if (pasted.trimmed().isEmpty()) {
        showHint(tr("Paste a value to see which pod it means."));
        return;
    }
    session::Options wanted;
    wanted.carrier = static_cast<session::Carrier>(carrier->currentData().toInt());
    wanted.cookieName = name->text().trimmed().toStdString();
    if (const auto given = path->text().trimmed(); !given.isEmpty()) {
        wanted.requestPath = given.toStdString();
    }
    emit q.decodeRequested(pasted, wanted, ticket);
}

SessionView::SessionView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(*this)) {
    d->build();
}

SessionView::~SessionView() = default;

void SessionView::setPicture(engine::PicturePtr picture) {
    const bool podsChanged =
        picture->pods != d->picture->pods || picture->source.name != d->picture->source.name;
    d->picture = std::move(picture);
    if (podsChanged && !d->text->toPlainText().trimmed().isEmpty() && !d->pause.isActive()) {
        d->pause.start();
    }
}

void SessionView::setResult(const std::vector<engine::DecodedSession>& values, int ticket) {
    if (ticket != d->ticket) {
        return;
    }
    d->clear();
    const bool cluster = d->picture->complete;
    for (std::size_t i = 0; i < std::min(values.size(), mostCards); ++i) {
        auto* card = new ValueCard(values[i], cluster, this);
        connect(card, &ValueCard::podActivated, this, &SessionView::podActivated);
        connect(card, &ValueCard::revisionActivated, this, &SessionView::revisionActivated);
        d->results->addWidget(card);
    }
    if (values.size() > mostCards) {
        auto* more = new QLabel(tr("… and %1 more: 'plimsoll cookie -' lists all of them.")
                                    .arg(countText(static_cast<std::int64_t>(values.size() - mostCards))),
                                this);
        more->setProperty("tone", QStringLiteral("muted"));
        d->results->addWidget(more);
    }
    d->results->addStretch(1);
}

} // namespace plimsoll::views
