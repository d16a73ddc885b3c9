// SPDX-License-Identifier: Apache-2.0
#include "revisions/revisionsview.h"

#include "revisions/revisiondelegate.h"
#include "revisions/revisionfilter.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShowEvent>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace plimsoll::views {
namespace {

using cluster::KindStatus;

constexpr int leastNames = 400; // px for namespace, service and revision together

/// Why there is nothing in the table; empty when there is something.
QString emptyReason(const engine::Picture& picture, int shownRows) {
    const auto& status = picture.kind(cluster::Kind::Revision);
    if (shownRows > 0) {
        return {};
    }
    if (status.state == KindStatus::State::Denied) {
        return QObject::tr("Revisions may not be listed.\n%1")
            .arg(status.error ? qs(status.error->sentence()) : QString());
    }
    if (status.state == KindStatus::State::NotServed) {
        return QObject::tr("There is no Knative here: the server does not know Revisions.\n"
                           "The graph and the load line still show the mesh.");
    }
    if (!cluster::settled(status)) {
        return QObject::tr("The revisions are being listed …");
    }
    return picture.revisions.empty()
               ? QObject::tr("There are no revisions here yet.")
               : QObject::tr("No revision matches.\nClear the filter to see all of them.");
}

} // namespace

class RevisionsView::Private {
public:
    explicit Private(RevisionsView& view) : q(view), filter(model) {}

    void build();
    QWidget* bar();
    void buildTable();
    void apply();
    void updateCount();
    void spread();
    void clicked(const QModelIndex& index);
    void toggle(const knative::RevisionState& revision);

    RevisionsView& q;
    RevisionModel model;
    RevisionFilter filter;
    engine::PicturePtr picture = std::make_shared<engine::Picture>();
    bool pending = false; // a picture came while the view was not to be seen
    QLabel* count = nullptr;
    QLabel* empty = nullptr;
    QLineEdit* words = nullptr;
    QTableView* table = nullptr;
    QStackedLayout* stack = nullptr;
};

QWidget* RevisionsView::Private::bar() {
    auto* bar = new QWidget(&q);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* title = new QLabel(tr("Revisions"), bar);
    title->setFont(views::font(TextSize::Heading, QFont::DemiBold));
    count = new QLabel(bar);
    count->setProperty("tone", QStringLiteral("muted"));
    row->addWidget(title);
    row->addWidget(count);
    row->addStretch(1);
    auto* states = new QButtonGroup(bar);
    const std::array<QString, 5> names{tr("All"), tr("Routed"), tr("Reserve"), tr("Hidden"), tr("Alarms")};
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto* chip = new QToolButton(bar);
        chip->setText(names.at(i));
        chip->setProperty("role", QStringLiteral("chip"));
        chip->setCheckable(true);
        chip->setChecked(i == 0);
        states->addButton(chip, static_cast<int>(i));
        row->addWidget(chip);
    }
    QObject::connect(states, &QButtonGroup::idClicked, &q, [this](int id) {
        filter.setStates(static_cast<RevisionFilter::States>(id));
        updateCount();
    });
    words = new QLineEdit(bar);
    words->setPlaceholderText(tr("Filter"));
    words->setAccessibleName(tr("Filter the revisions"));
    words->setClearButtonEnabled(true);
    words->setFixedWidth(220);
    row->addWidget(words);
    QObject::connect(words, &QLineEdit::textChanged, &q, [this](const QString& text) {
        filter.setWords(text);
        updateCount();
    });
    return bar;
}

void RevisionsView::Private::buildTable() {
    table = new QTableView(&q);
    table->setModel(&filter);
    table->setItemDelegate(new RevisionDelegate(model, filter, table));
    table->setAccessibleName(tr("Revisions"));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setMouseTracking(true);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(32);
    table->setSortingEnabled(true);
    table->sortByColumn(-1, Qt::AscendingOrder); // the model's own order until a header is clicked
    auto* header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setStretchLastSection(false);
    const std::array<int, RevisionModel::ColumnCount> widths{84, 100, 150, 60, 108, 66,
                                                             74, 76,  84,  70, 72,  76};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        header->resizeSection(static_cast<int>(i), widths.at(i));
    }
    QObject::connect(table, &QTableView::clicked, &q, [this](const QModelIndex& index) { clicked(index); });
    QObject::connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, &q,
                     [this](const QModelIndex& now) {
                         if (!now.isValid()) {
                             emit q.selected({});
                             return;
                         }
                         const auto& revision = model.at(filter.mapToSource(now).row());
                         emit q.selected(QStringLiteral("revision/") + qs(revision.ns) + QLatin1Char('/') +
                                         qs(revision.name));
                     });
}

/// What room there is beyond the columns' own widths goes to the names.
void RevisionsView::Private::spread() {
    auto* header = table->horizontalHeader();
    int fixed = 0;
    for (int column = RevisionModel::Switch; column < RevisionModel::ColumnCount; ++column) {
        fixed += header->isSectionHidden(column) ? 0 : header->sectionSize(column);
    }
    const int room = std::max(leastNames, table->viewport()->width() - fixed);
    header->resizeSection(RevisionModel::Namespace, room * 24 / 100);
    header->resizeSection(RevisionModel::Service, room * 28 / 100);
    header->resizeSection(RevisionModel::Revision, room - room * 24 / 100 - room * 28 / 100);
}

void RevisionsView::Private::build() {
    auto* column = new QVBoxLayout(&q);
    column->setContentsMargins(0, 0, 0, 0); // the window keeps the distance
    column->setSpacing(12);
    column->addWidget(bar());
    auto* card = new QFrame(&q);
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 6, 1, 6);
    stack = new QStackedLayout;
    buildTable();
    empty = new QLabel(card);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setProperty("tone", QStringLiteral("muted"));
    stack->addWidget(table);
    stack->addWidget(empty);
    inside->addLayout(stack);
    column->addWidget(card, 1);
}

void RevisionsView::Private::updateCount() {
    const int rows = filter.rowCount();
    const auto all = static_cast<int>(picture->revisions.size());
    count->setText(rows == all ? countText(all) : tr("%1 of %2").arg(countText(rows), countText(all)));
    const auto reason = emptyReason(*picture, rows);
    empty->setText(reason);
    stack->setCurrentIndex(reason.isEmpty() ? 0 : 1);
}

void RevisionsView::Private::apply() {
    pending = false;
    model.setPicture(picture);
    table->setColumnHidden(RevisionModel::Switch, picture->readOnly); // removed, not disabled
    updateCount();
    spread();
}

void RevisionsView::Private::clicked(const QModelIndex& index) {
    if (index.column() == RevisionModel::Switch && !picture->readOnly) {
        toggle(model.at(filter.mapToSource(index).row()));
    }
}

void RevisionsView::Private::toggle(const knative::RevisionState& revision) {
    const auto ns = qs(revision.ns);
    const auto name = qs(revision.name);
    if (!shown(revision)) {
        emit q.showRequested(ns, name);
    } else if (revision.hideable) {
        emit q.hideRequested(ns, name);
    } else {
        QToolTip::showText(QCursor::pos(), toolTipOf(whyNotHideable(revision)), table);
    }
}

RevisionsView::RevisionsView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(*this)) {
    d->build();
    d->apply();
}

RevisionsView::~RevisionsView() = default;

void RevisionsView::setPicture(engine::PicturePtr picture) {
    d->picture = std::move(picture);
    d->pending = true;
    if (isVisible()) {
        d->apply();
    }
}

void RevisionsView::showEvent(QShowEvent* event) {
    if (d->pending) {
        d->apply();
    }
    QWidget::showEvent(event);
}

void RevisionsView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->activate(); // so that the table already has its new size
    d->spread();
}

void RevisionsView::setNamespaces(const QStringList& namespaces) {
    d->filter.setNamespaces(namespaces);
    d->updateCount();
}

void RevisionsView::select(const QString& ns, const QString& name) {
    if (d->pending) {
        d->apply();
    }
    const int row = d->model.rowOf(ns, name);
    const auto index =
        row < 0 ? QModelIndex() : d->filter.mapFromSource(d->model.index(row, RevisionModel::Revision));
    if (index.isValid()) {
        d->table->setCurrentIndex(index);
        d->table->scrollTo(index, QAbstractItemView::PositionAtCenter);
    }
}

void RevisionsView::filter(const QString& text) {
    d->words->setText(text);
}

} // namespace plimsoll::views
