// SPDX-License-Identifier: Apache-2.0
#include "weight/loadlineview.h"

#include "theme/theme.h"
#include "weight/loadchart.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShowEvent>
#include <QStackedLayout>
#include <QToolButton>

#include <array>

namespace plimsoll::views {
namespace {

QString emptyReason(const engine::Picture& picture, bool bars) {
    const auto& status = picture.kind(cluster::Kind::Pod);
    if (bars) {
        return {};
    }
    if (status.state == cluster::KindStatus::State::Denied) {
        return QObject::tr("Pods may not be listed, so the proxies are not known.\n%1")
            .arg(status.error ? qs(status.error->sentence()) : QString());
    }
    if (!cluster::settled(status)) {
        return QObject::tr("The proxies are being listed …");
    }
    return picture.weights->proxies.empty()
               ? QObject::tr("There are no proxies here: no pod has an istio-proxy container.")
               : QObject::tr("No proxy in the namespaces that are shown.");
}

/// What revisions in reserve cost: how many there are, the worst proxy, and all proxies together.
struct ReserveCost {
    int revisions = 0;
    std::int64_t worst = 0;
    std::int64_t total = 0;
    int proxies = 0;
};

ReserveCost reserveCost(const engine::Picture& picture) {
    ReserveCost cost;
    for (const auto& revision : picture.revisions) {
        cost.revisions += !revision.routed && revision.visibility == knative::Visibility::Visible ? 1 : 0;
    }
    for (const auto& proxy : picture.weights->proxies) {
        cost.worst = std::max(cost.worst, proxy.reserveBytes);
        cost.total += proxy.reserveBytes;
        cost.proxies += proxy.reserveBytes > 0 ? 1 : 0;
    }
    return cost;
}

} // namespace

class LoadLineView::Private {
public:
    explicit Private(LoadLineView& view) : q(view) {}

    void build();
    QWidget* bar();
    QWidget* reserveCard();
    void apply();
    void updateReserve();

    LoadLineView& q;
    engine::PicturePtr picture = std::make_shared<engine::Picture>();
    std::vector<std::string> namespaces;
    LoadGrouping grouping = LoadGrouping::Scope;
    bool pending = false;
    LoadChart* chart = nullptr;
    QLabel* empty = nullptr;
    QStackedLayout* stack = nullptr;
    QWidget* reserve = nullptr;
    QLabel* reserveText = nullptr;
    QLabel* worst = nullptr;
    QLabel* total = nullptr;
    QLabel* totalText = nullptr;
    QPushButton* see = nullptr;
};

QWidget* LoadLineView::Private::bar() {
    auto* bar = new QWidget(&q);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* titles = new QVBoxLayout;
    titles->setSpacing(2);
    auto* title = new QLabel(tr("Load line"), bar);
    title->setFont(views::font(TextSize::Heading, QFont::DemiBold));
    auto* detail = new QLabel(tr("Memory against its limit, estimated from what istiod pushes"), bar);
    detail->setProperty("tone", QStringLiteral("muted"));
    titles->addWidget(title);
    titles->addWidget(detail);
    row->addLayout(titles);
    row->addStretch(1);
    auto* groups = new QButtonGroup(bar);
    const std::array<QString, 3> names{tr("by scope"), tr("by namespace"), tr("by proxy")};
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto* chip = new QToolButton(bar);
        chip->setText(names.at(i));
        chip->setProperty("role", QStringLiteral("chip"));
        chip->setCheckable(true);
        chip->setChecked(i == 0);
        groups->addButton(chip, static_cast<int>(i));
        row->addWidget(chip);
    }
    QObject::connect(groups, &QButtonGroup::idClicked, &q, [this](int id) {
        grouping = static_cast<LoadGrouping>(id);
        apply();
    });
    return bar;
}

QWidget* LoadLineView::Private::reserveCard() {
    auto* card = new QFrame(&q);
    card->setProperty("role", QStringLiteral("card"));
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(16, 12, 16, 14);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(6);
    auto* title = new QLabel(tr("What the reserve costs"), card);
    title->setFont(views::font(TextSize::Body, QFont::DemiBold));
    reserveText = new QLabel(card);
    reserveText->setProperty("tone", QStringLiteral("muted"));
    texts->addWidget(title);
    texts->addWidget(reserveText);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(12);
    const auto figure = [&](const QString& text) {
        auto* value = new QLabel(card);
        value->setFont(views::font(TextSize::Figure, QFont::DemiBold));
        value->setProperty("tone", QStringLiteral("reserve"));
        auto* unit = new QLabel(text, card);
        unit->setProperty("tone", QStringLiteral("muted"));
        figures->addWidget(value);
        figures->addWidget(unit, 0, Qt::AlignBottom);
        figures->addSpacing(20);
        totalText = unit;
        return value;
    };
    worst = figure(tr("pushed to the worst proxy"));
    total = figure(QString());
    figures->addStretch(1);
    texts->addLayout(figures);
    row->addLayout(texts, 1);
    see = new QPushButton(card);
    row->addWidget(see, 0, Qt::AlignVCenter);
    QObject::connect(see, &QPushButton::clicked, &q, &LoadLineView::revisionsRequested);
    return card;
}

void LoadLineView::Private::build() {
    auto* column = new QVBoxLayout(&q);
    column->setContentsMargins(0, 0, 0, 0); // the window keeps the distance
    column->setSpacing(12);
    column->addWidget(bar());
    auto* card = new QFrame(&q);
    card->setProperty("role", QStringLiteral("card"));
    stack = new QStackedLayout(card);
    chart = new LoadChart(card);
    empty = new QLabel(card);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setProperty("tone", QStringLiteral("muted"));
    stack->addWidget(chart);
    stack->addWidget(empty);
    column->addWidget(card, 1);
    reserve = reserveCard();
    column->addWidget(reserve);
    QObject::connect(chart, &LoadChart::barSelected, &q, [this](int bar) {
        const auto& proxy = picture->weights->proxies[chart->bars()[static_cast<std::size_t>(bar)].proxy];
        emit q.selected(QStringLiteral("proxy/") + qs(proxy.ns) + QLatin1Char('/') + qs(proxy.name));
    });
}

void LoadLineView::Private::updateReserve() {
    const auto cost = reserveCost(*picture);
    reserve->setVisible(cost.revisions > 0 && cost.total > 0);
    const auto proxies = (cost.proxies == 1 ? tr("%1 proxy") : tr("%1 proxies")).arg(countText(cost.proxies));
    reserveText->setText(
        (cost.revisions == 1
             ? tr("%1 revision takes no traffic and is still sent to %2; computed, not measured")
             : tr("%1 revisions take no traffic and are still sent to %2; computed, not measured"))
            .arg(countText(cost.revisions), proxies));
    worst->setText(bytesText(cost.worst));
    total->setText(bytesText(cost.total));
    totalText->setText(tr("over the mesh"));
    see->setText(cost.revisions == 1 ? tr("See it") : tr("See these %1").arg(countText(cost.revisions)));
}

void LoadLineView::Private::apply() {
    pending = false;
    auto bars = loadBars(*picture, grouping, namespaces);
    const auto reason = emptyReason(*picture, !bars.empty());
    chart->setBars(std::move(bars));
    empty->setText(reason);
    stack->setCurrentIndex(reason.isEmpty() ? 0 : 1);
    updateReserve();
}

LoadLineView::LoadLineView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(*this)) {
    d->build();
    d->apply();
}

LoadLineView::~LoadLineView() = default;

void LoadLineView::setPicture(engine::PicturePtr picture) {
    d->picture = std::move(picture);
    d->pending = true;
    if (isVisible()) {
        d->apply();
    }
}

void LoadLineView::showEvent(QShowEvent* event) {
    if (d->pending) {
        d->apply();
    }
    QWidget::showEvent(event);
}

void LoadLineView::setNamespaces(const QStringList& namespaces) {
    d->namespaces.clear();
    for (const auto& ns : namespaces) {
        d->namespaces.push_back(ns.toStdString());
    }
    d->apply();
}

} // namespace plimsoll::views
