// SPDX-License-Identifier: Apache-2.0
// How true the picture is: the table of kinds, the line below, the bar while loading.
#include "shell/statusline.h"
#include "status/kindmodel.h"
#include "status/namespacesdialog.h"
#include "status/statusview.h"
#include "support/testmain.h"
#include "views/shellpicture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

using namespace plimsoll;
using cluster::Kind;
using State = cluster::KindStatus::State;
using views::KindModel;

namespace {

std::shared_ptr<engine::Picture> picture() {
    return std::make_shared<engine::Picture>(test::shellPicture());
}

cluster::KindStatus& of(engine::Picture& picture, Kind kind) {
    return picture.kinds.at(static_cast<std::size_t>(kind));
}

QString cell(const KindModel& model, Kind kind, int column) {
    return model.index(static_cast<int>(kind), column).data().toString();
}

} // namespace

class StatusViewTest final : public QObject {
    Q_OBJECT

private slots:
    void aRowAKindWhateverIsKnown() {
        KindModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), static_cast<int>(cluster::kindCount));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        auto first = picture();
        model.setPicture(first);
        changed.clear();
        auto next = picture();
        of(*next, Kind::Pod).objects = 12'345;
        of(*next, Kind::Pod).bytes = 4'500'000;
        of(*next, Kind::Pod).version = "v1";
        model.setPicture(next);
        QCOMPARE(changed.count(), 1); // only what changed is told
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), static_cast<int>(Kind::Pod));
        QCOMPARE(cell(model, Kind::Pod, KindModel::Objects), QStringLiteral("12,345"));
        QCOMPARE(cell(model, Kind::Pod, KindModel::Received), QStringLiteral("4.5\u00A0MB"));
        QCOMPARE(cell(model, Kind::Pod, KindModel::Api), QStringLiteral("core/v1"));
        QCOMPARE(cell(model, Kind::Pod, KindModel::Gap), QString());
    }

    void everyStateHasItsWords() {
        KindModel model;
        auto shown = picture();
        of(*shown, Kind::Service).state = State::Listing;
        of(*shown, Kind::Service).percent = 43;
        of(*shown, Kind::Pod).state = State::Stale;
        of(*shown, Kind::Pod).since = 1'700'000'000;
        of(*shown, Kind::Route).state = State::NotServed;
        of(*shown, Kind::Revision).missingNamespaces = {"bank"};
        of(*shown, Kind::Sidecar).onlyNamespaces = {"shop"};
        model.setPicture(shown);
        QCOMPARE(cell(model, Kind::Service, KindModel::State), QStringLiteral("listing 43\u00A0%"));
        QVERIFY(cell(model, Kind::Pod, KindModel::State).startsWith(QStringLiteral("stale since ")));
        QCOMPARE(cell(model, Kind::Pod, KindModel::State).size(),
                 QStringLiteral("stale since hh:mm:ss").size());
        QCOMPARE(cell(model, Kind::Route, KindModel::State), QStringLiteral("not served"));
        QCOMPARE(cell(model, Kind::Route, KindModel::Objects), QStringLiteral("–"));
        QCOMPARE(cell(model, Kind::Revision, KindModel::State), QStringLiteral("live in part"));
        QVERIFY(cell(model, Kind::Revision, KindModel::Gap).contains(QStringLiteral("not read in bank")));
        QCOMPARE(cell(model, Kind::Sidecar, KindModel::Gap), QStringLiteral("Narrowed with -n to shop."));
        QCOMPARE(cell(model, Kind::Gateway, KindModel::State), QStringLiteral("live"));
    }

    void theServersWordsAndTheNextStepAreShownWhole() {
        auto shown = picture();
        auto& revisions = of(*shown, Kind::Revision);
        revisions.state = State::Denied;
        revisions.error = Error{ErrorCode::Forbidden, "User \"eve\" cannot list resource \"revisions\"",
                                "revisions.serving.knative.dev", "", 403};
        views::StatusView view;
        view.resize(1000, 600);
        view.show();
        view.setPicture(shown);
        auto* table = view.findChild<QTableView*>();
        table->setCurrentIndex(table->model()->index(static_cast<int>(Kind::Revision), 0));
        bool told = false;
        for (const auto* label : view.findChildren<QLabel*>()) {
            told = told ||
                   (label->isVisible() && label->text().contains(QStringLiteral("User \"eve\" cannot")) &&
                    label->text().contains(QStringLiteral("Ask for get, list and watch on revisions")));
        }
        QVERIFY(told);
    }

    void itAsksForNamespacesAndAnew() {
        views::StatusView view;
        view.show();
        view.setPicture(picture());
        QSignalSpy again(&view, &views::StatusView::refreshRequested);
        QSignalSpy names(&view, &views::StatusView::namespacesRequested);
        for (auto* button : view.findChildren<QToolButton*>()) {
            QVERIFY(button->isVisible());
            button->click();
        }
        QCOMPARE(again.count(), 1);
        QCOMPARE(names.count(), 1);
        auto files = picture();
        files->source.type = cluster::SourceInfo::Type::Files; // nothing to ask
        view.setPicture(files);
        for (const auto* button : view.findChildren<QToolButton*>()) {
            QVERIFY(!button->isVisible());
        }
    }

    void namesMayBeWrittenAnyWay() {
        views::NamespacesDialog dialog(QStringLiteral("prod"), {QStringLiteral("a")});
        QCOMPARE(dialog.names(), QStringList{QStringLiteral("a")});
        views::NamespacesDialog other(QStringLiteral("prod"),
                                      {QStringLiteral("a, b;c"), QStringLiteral(" a  d ")});
        QCOMPARE(other.names(), (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"),
                                             QStringLiteral("d")}));
    }

    void theBarEndsAtAHundred() {
        views::StatusLine line;
        line.show();
        auto* bar = line.findChild<QProgressBar*>();
        QVERIFY(!bar->isVisible());
        line.setProgress(40);
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->value(), 40);
        line.setProgress(100);
        QCOMPARE(bar->value(), 100);
        QVERIFY(bar->isVisible());
        QTRY_VERIFY(!bar->isVisible());
        line.setProgress(100); // what was complete from the start shows none
        QVERIFY(!bar->isVisible());
    }

    void progressCountsObjectsNotKinds() {
        auto shown = picture();
        for (auto& kind : shown->kinds) {
            kind.objects = 0;
        }
        QCOMPARE(views::listedPercent(*shown), 100);
        auto& services = of(*shown, Kind::Service);
        services.state = State::Listing;
        services.expected = 10'000;
        services.objects = 2'500;
        QCOMPARE(views::listedPercent(*shown), 25);
        services.objects = 10'000; // not before it is settled
        QCOMPARE(views::listedPercent(*shown), 99);
    }

    void aClickOnTheLineAsksForMore() {
        views::StatusLine line;
        line.resize(400, 30);
        QSignalSpy activated(&line, &views::StatusLine::activated);
        QTest::mouseClick(&line, Qt::LeftButton);
        QCOMPARE(activated.count(), 1);
    }
};

PLIMSOLL_TEST(StatusViewTest)
#include "tst_status.moc"
