// SPDX-License-Identifier: Apache-2.0
#include "session/valuecard.h"

#include "theme/icons.h"
#include "theme/theme.h"

#include <QDateTime>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace plimsoll::views {
namespace {

using session::Format;
using session::Value;

constexpr int shownCharacters = 120;

QLabel* label(const QString& text, QWidget* parent) {
    auto* made = new QLabel(parent);
    made->setTextFormat(Qt::PlainText); // the input is not ours
    made->setText(text);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

struct Verdict {
    Icon icon;
    Tone tone;
    QString text;
};

Verdict verdictOf(const Value& value) {
    if (!value.accepted) {
        return {Icon::Info, Tone::Muted, QObject::tr("It depends")};
    }
    return *value.accepted ? Verdict{Icon::Check, Tone::Ok, QObject::tr("Envoy takes it")}
                           : Verdict{Icon::Denied, Tone::Reserve, QObject::tr("Envoy ignores it")};
}

} // namespace

QString formatText(Format format) {
    switch (format) {
    case Format::Proto:
        return QObject::tr("cookie, protobuf (Envoy 1.27 and later)");
    case Format::LegacyPlain:
        return QObject::tr("cookie, plain address (Envoy 1.26 and older)");
    case Format::ProtoWithoutAddress:
        return QObject::tr("protobuf without an address");
    case Format::HeaderPlain:
        return QObject::tr("header, plain address");
    case Format::EnvelopeHeader:
        return QObject::tr("envelope header");
    case Format::EnvelopeSse:
        return QObject::tr("envelope in a query (SSE)");
    case Format::GrpcAddressList:
        return QObject::tr("proxyless gRPC, list of addresses");
    case Format::HashOpaque:
        return QObject::tr("consistent hash: not decodable");
    case Format::InvalidBase64:
        return QObject::tr("not valid base64");
    case Format::Absent:
        return QObject::tr("no value");
    }
    return {};
}

QString expiresText(const Value& value) {
    if (!value.expires || value.clock == session::ExpiresClock::None) {
        return QObject::tr("the value itself carries no expiry");
    }
    if (value.clock == session::ExpiresClock::Uptime) {
        return QObject::tr("%1 s on the issuing node's clock since boot (Envoy 1.27 to 1.38)")
            .arg(countText(static_cast<std::int64_t>(*value.expires)));
    }
    const auto time = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(*value.expires), Qt::UTC);
    return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
}

ValueCard::ValueCard(const engine::DecodedSession& decoded, bool cluster, QWidget* parent) : QFrame(parent) {
    setProperty("role", QStringLiteral("card"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 12, 16, 14);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(6);
    form->setLabelAlignment(Qt::AlignLeft);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow); // else a long text is cut after a line
    const auto& value = decoded.value;
    form->addRow(head(value));
    addFact(tr("Why"), qs(value.why));
    addFact(tr("Format"), formatText(value.format));
    if (!value.cookie.empty()) {
        addFact(tr("Name"), qs(shortened(value.cookie)));
    }
    if (value.address) {
        addFact(tr("Expires"), expiresText(value));
        addPod(decoded, cluster);
    }
    if (value.upstreamValue) {
        addFact(tr("Application's value"), qs(shortened(*value.upstreamValue)));
    }
}

QWidget* ValueCard::head(const Value& value) {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 4);
    row->setSpacing(8);
    auto* address =
        label(qs(shortened(value.address.value_or(tr("no address").toStdString()), shownCharacters)), head);
    address->setFont(views::font(TextSize::Heading, QFont::DemiBold));
    row->addWidget(address, 1);
    const auto verdict = verdictOf(value);
    row->addWidget(new IconLabel(verdict.icon, verdict.tone, 16, head));
    auto* text = new QLabel(verdict.text, head);
    text->setFont(views::font(TextSize::Body, QFont::Medium));
    row->addWidget(text);
    return head;
}

void ValueCard::addPod(const engine::DecodedSession& decoded, bool cluster) {
    if (!decoded.pod) {
        addFact(tr("Pod"), !cluster ? tr("not looked up: no cluster is open")
                                    : tr("gone: no pod of this cluster has the address %1")
                                          .arg(qs(shortened(decoded.value.host.value_or("")))));
        return;
    }
    const auto& pod = *decoded.pod;
    const auto ns = qs(pod.ns);
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(new IconLabel(pod.alive ? Icon::Check : Icon::Denied, pod.alive ? Tone::Ok : Tone::Reserve,
                                 14, line));
    auto* button = new QPushButton(ns + QLatin1Char('/') + qs(pod.name), line);
    button->setProperty("role", QStringLiteral("flat"));
    connect(button, &QPushButton::clicked, this,
            [this, ns, name = qs(pod.name)] { emit podActivated(ns, name); });
    row->addWidget(button);
    row->addWidget(
        new QLabel(pod.alive ? tr("lives") : tr("does not take requests: not ready or going away"), line));
    row->addStretch(1);
    addFact(tr("Pod"), line);
    if (!pod.revision.empty()) {
        auto* revision = new QPushButton(qs(pod.revision), this);
        revision->setProperty("role", QStringLiteral("flat"));
        revision->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        connect(revision, &QPushButton::clicked, this,
                [this, ns, name = qs(pod.revision)] { emit revisionActivated(ns, name); });
        addFact(tr("Revision"), revision);
    }
}

void ValueCard::addFact(const QString& name, QWidget* value) {
    auto* title = new QLabel(name, this);
    title->setProperty("tone", QStringLiteral("muted"));
    title->setMinimumWidth(120);
    static_cast<QFormLayout*>(layout())->addRow(title, value);
}

void ValueCard::addFact(const QString& name, const QString& value) {
    addFact(name, label(value, this));
}

} // namespace plimsoll::views
