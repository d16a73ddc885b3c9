// SPDX-License-Identifier: Apache-2.0
#include "status/statusview.h"

#include "status/kinddelegate.h"
#include "status/kindmodel.h"
#include "theme/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QShowEvent>
#include <QTableView>
#include <QToolButton>

#include <array>

namespace plimsoll::views {
namespace {

using cluster::KindStatus;
using State = KindStatus::State;

QString summaryOf(const engine::Picture& picture) {
    int live = 0;
    int served = 0;
    std::size_t objects = 0;
    std::int64_t bytes = 0;
    for (const auto& kind : picture.kinds) {
        live += kind.state == State::Live ? 1 : 0;
        served += kind.state == State::NotServed ? 0 : 1;
        objects += kind.objects;
        bytes += kind.bytes;
    }
    auto text = QObject::tr("%1 of %2 kinds live · %3 objects")
                    .arg(live)
                    .arg(served)
                    .arg(countText(static_cast<std::int64_t>(objects)));
    return bytes > 0 ? text + QObject::tr(" · %1 received").arg(bytesText(bytes)) : text;
}

} // namespace

class StatusView::Private {
public:
    explicit Private(StatusView& view) : q(view) {}

    void build();
    QWidget* bar();
    void buildTable();
    void apply();
    void showDetail();

    StatusView& q;
    KindModel model;
    engine::PicturePtr picture = std::make_shared<engine::Picture>();
    bool pending = false;
    QLabel* summary = nullptr;
    QToolButton* namespaces = nullptr;
    QToolButton* refresh = nullptr;
    QTableView* table = nullptr;
    QFrame* detailCard = nullptr;
    QLabel* detail = nullptr;
};

QWidget* StatusView::Private::bar() {
    auto* bar = new QWidget(&q);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* title = new QLabel(tr("Status"), bar);
    title->setFont(views::font(TextSize::Heading, QFont::DemiBold));
    summary = new QLabel(bar);
    summary->setProperty("tone", QStringLiteral("muted"));
    row->addWidget(title);
    row->addWidget(summary);
    row->addStretch(1);
    const auto button = [&](const QString& text, const QString& tip) {
        auto* made = new QToolButton(bar);
        made->setText(text);
        made->setToolTip(tip);
        made->setProperty("role", QStringLiteral("chip"));
        row->addWidget(made);
        return made;
    };
    namespaces = button(tr("Namespaces…"), tr("Name the namespaces that you may read"));
    refresh = button(tr("Ask again"), tr("For whatever failed, is stale or denied (F5)"));
    QObject::connect(namespaces, &QToolButton::clicked, &q, &StatusView::namespacesRequested);
    QObject::connect(refresh, &QToolButton::clicked, &q, &StatusView::refreshRequested);
    return bar;
}

void StatusView::Private::buildTable() {
    table = new QTableView(&q);
    table->setModel(&model);
    table->setItemDelegate(new KindDelegate(model, table));
    table->setAccessibleName(tr("Kinds"));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(27);
    auto* header = table->horizontalHeader();
    header->setHighlightSections(false);
    const std::array<int, KindModel::Gap> widths{150, 276, 150, 76, 84, 96};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        header->resizeSection(static_cast<int>(i), widths.at(i));
    }
    header->setStretchLastSection(true);
    QObject::connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, &q,
                     [this] { showDetail(); });
}

void StatusView::Private::build() {
    auto* column = new QVBoxLayout(&q);
    column->setContentsMargins(0, 0, 0, 0); // the window keeps the distance
    column->setSpacing(12);
    column->addWidget(bar());
    auto* card = new QFrame(&q);
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 6, 1, 6);
    buildTable();
    inside->addWidget(table);
    column->addWidget(card, 1);
    detailCard = new QFrame(&q);
    detailCard->setProperty("role", QStringLiteral("card"));
    auto* detailBox = new QVBoxLayout(detailCard);
    detailBox->setContentsMargins(14, 10, 14, 10);
    detail = new QLabel(detailCard);
    detail->setWordWrap(true);
    detail->setTextFormat(Qt::PlainText); // the server's words, never read as HTML
    detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    detail->setAccessibleName(tr("What is missing of the chosen kind"));
    detailBox->addWidget(detail);
    column->addWidget(detailCard);
}

/// The whole words for the chosen row: in the table there is room for a line.
void StatusView::Private::showDetail() {
    const auto row = table->currentIndex();
    const auto text = row.isValid() ? gapText(model.kind(row.row()), model.status(row.row())) : QString();
    detail->setText(text);
    detailCard->setVisible(!text.isEmpty());
}

void StatusView::Private::apply() {
    pending = false;
    model.setPicture(picture);
    summary->setText(picture->source.name.empty() ? QString() : summaryOf(*picture));
    const bool live = picture->source.type == cluster::SourceInfo::Type::Live;
    namespaces->setVisible(live);
    refresh->setVisible(live);
    showDetail();
}

StatusView::StatusView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(*this)) {
    d->build();
    d->apply();
}

StatusView::~StatusView() = default;

void StatusView::setPicture(engine::PicturePtr picture) {
    d->picture = std::move(picture);
    d->pending = true;
    if (isVisible()) {
        d->apply();
    }
}

void StatusView::showEvent(QShowEvent* event) {
    if (d->pending) {
        d->apply();
    }
    QWidget::showEvent(event);
}

} // namespace plimsoll::views
