// SPDX-License-Identifier: Apache-2.0
#include "revisions/revisionfilter.h"
#include "revisions/revisionmodel.h"
#include "revisions/revisionsview.h"
#include "support/testmain.h"
#include "views/picturefixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>

using namespace plimsoll;
using test::revision;
using test::smallPicture;
using views::RevisionFilter;
using views::RevisionModel;

namespace {

QStringList names(const QAbstractItemModel& model) {
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row) {
        list << model.index(row, RevisionModel::Revision).data().toString();
    }
    return list;
}

} // namespace

class RevisionsTest final : public QObject {
    Q_OBJECT

private slots:
    void mergesPicturesRowByRow() {
        RevisionModel model;
        const QAbstractItemModelTester tester(&model);
        model.setPicture(smallPicture());
        QCOMPARE(model.rowCount(), 4);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        auto next = smallPicture();
        next->revisions.edit().erase(next->revisions.begin() + 1);          // shop/cart-00001 is gone
        next->revisions.edit()[1].visibility = knative::Visibility::Hidden; // shop/cart-00002 was hidden
        next->revisions.edit().push_back(revision("shop", "cart", 4));      // and one is new
        model.setPicture(next);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
        QCOMPARE(names(model), (QStringList{QStringLiteral("film-00001"), QStringLiteral("cart-00002"),
                                            QStringLiteral("cart-00003"), QStringLiteral("cart-00004")}));
        QCOMPARE(model.index(1, RevisionModel::Visible).data().toString(), QStringLiteral("hidden"));
    }

    void survivesEveryChangeOfASmallList() {
        RevisionModel model;
        RevisionFilter filter(model);
        const QAbstractItemModelTester tester(&model);
        const QAbstractItemModelTester filterTester(&filter);
        filter.sort(RevisionModel::Visible);
        for (unsigned before = 0; before < 32; ++before) {
            for (unsigned after = 0; after < 32; ++after) {
                for (const unsigned bits : {before, after}) {
                    auto picture = smallPicture();
                    picture->revisions.edit().clear();
                    for (int i = 0; i < 5; ++i) {
                        if ((bits >> i & 1U) != 0) {
                            picture->revisions.edit().push_back(revision("shop", "cart", i));
                        }
                    }
                    const auto wanted = picture->revisions.size();
                    model.setPicture(picture);
                    QCOMPARE(model.rowCount(), static_cast<int>(wanted));
                    for (std::size_t i = 0; i < wanted; ++i) {
                        QCOMPARE(model.at(static_cast<int>(i)).name, picture->revisions[i].name);
                    }
                }
            }
        }
    }

    void filtersByWordsNamespaceAndState() {
        RevisionModel model;
        model.setPicture(smallPicture());
        RevisionFilter filter(model);
        const QAbstractItemModelTester tester(&filter);
        filter.setWords(QStringLiteral("CART rout"));
        QCOMPARE(names(filter), QStringList{QStringLiteral("cart-00003")});
        filter.setWords({});
        filter.setNamespaces({QStringLiteral("media")});
        QCOMPARE(names(filter), QStringList{QStringLiteral("film-00001")});
        filter.setNamespaces({});
        filter.setStates(RevisionFilter::States::Reserve);
        QCOMPARE(names(filter), QStringList{QStringLiteral("cart-00002")});
        filter.setStates(RevisionFilter::States::Alarms);
        QCOMPARE(names(filter), QStringList{QStringLiteral("film-00001")});
    }

    void sortsNumbersAsNumbers() {
        auto picture = smallPicture();
        picture->revisions.edit()[2].replicas = 10;
        RevisionModel model;
        model.setPicture(picture);
        RevisionFilter filter(model);
        filter.sort(RevisionModel::Replicas, Qt::DescendingOrder);
        QCOMPARE(names(filter).mid(0, 2),
                 (QStringList{QStringLiteral("cart-00002"), QStringLiteral("cart-00003")}));
    }

    void aClickOnTheSwitchAsksOnlyWhereItIsSafe() {
        views::RevisionsView view;
        view.resize(1200, 500);
        view.show();
        view.setPicture(smallPicture());
        QSignalSpy hide(&view, &views::RevisionsView::hideRequested);
        QSignalSpy show(&view, &views::RevisionsView::showRequested);
        auto* table = view.findChild<QTableView*>();
        QVERIFY(table != nullptr);
        const auto click = [&](int row) {
            const auto index = table->model()->index(row, RevisionModel::Switch);
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
        };
        click(3); // routed: nothing happens
        QCOMPARE(hide.count() + show.count(), 0);
        click(2);
        QCOMPARE(hide.count(), 1);
        QCOMPARE(hide.at(0), (QVariantList{QStringLiteral("shop"), QStringLiteral("cart-00002")}));
        click(0); // the alarm: showing is always allowed
        QCOMPARE(show.count(), 1);
    }

    void readOnlyHasNoSwitch() {
        auto picture = smallPicture();
        picture->readOnly = true;
        views::RevisionsView view;
        view.resize(1200, 500);
        view.show();
        view.setPicture(picture);
        QVERIFY(view.findChild<QTableView*>()->isColumnHidden(RevisionModel::Switch));
    }

    void saysWhyItIsEmpty() {
        auto picture = smallPicture();
        picture->revisions.edit().clear();
        auto& status = picture->kinds.at(static_cast<std::size_t>(cluster::Kind::Revision));
        status.state = cluster::KindStatus::State::Denied;
        status.error =
            Error{ErrorCode::Forbidden, "revisions is forbidden", "Revisions", "Ask for the right", 403};
        views::RevisionsView view;
        view.show();
        view.setPicture(picture);
        bool said = false;
        for (const auto* label : view.findChildren<QLabel*>()) {
            said = said ||
                   (label->isVisible() && label->text().contains(QStringLiteral("revisions is forbidden")));
        }
        QVERIFY(said);
    }
};

PLIMSOLL_TEST(RevisionsTest)
#include "tst_revisions.moc"
