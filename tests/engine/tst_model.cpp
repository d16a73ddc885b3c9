// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/demosource.h"
#include "cluster/live.h"
#include "engine/loader.h"
#include "engine/model.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace plimsoll;
using knative::ChangeReport;
using knative::ChangeRequest;

namespace {

engine::SourceFactory demo() {
    return [](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
        return std::make_unique<cluster::DemoSource>(0, false, cluster);
    };
}

/// Fails at once, as an unreachable server does.
class BrokenSource final : public cluster::Source {
public:
    void start() override {
        QMetaObject::invokeMethod(
            this,
            [this] {
                emit failed(Error{ErrorCode::Unreachable, "connection refused", "https://x", {}, 0});
            },
            Qt::QueuedConnection);
    }
    [[nodiscard]] cluster::SourceInfo info() const override { return {}; }
    [[nodiscard]] cluster::Access* access() override { return nullptr; }
};

} // namespace

/// Takes connections and never says a word.
class SilentServer final : public QTcpServer {
public:
    SilentServer() { listen(QHostAddress::LocalHost); }
    [[nodiscard]] engine::SourceFactory source(const char* scheme) const {
        kube::Config config;
        config.server = std::string(scheme) + "://127.0.0.1:" + std::to_string(serverPort());
        return from(config);
    }
    static engine::SourceFactory from(const kube::Config& config) {
        return [config](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
            return std::make_unique<cluster::LiveSource>(config, cluster::LiveOptions{}, cluster);
        };
    }
};

class ModelTest final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    engine::ModelOptions options(bool readOnly = false) {
        engine::ModelOptions o;
        o.readOnly = readOnly;
        o.journalPath = (m_folder.path() + QStringLiteral("/journal.jsonl")).toStdString();
        return o;
    }

    static bool waitFor(engine::Model& model, const std::function<bool(const engine::Picture&)>& wanted) {
        return QTest::qWaitFor([&] { return wanted(*model.picture()); }, 20'000);
    }

    static const knative::RevisionState* hideable(const engine::Picture& picture) {
        for (const auto& revision : picture.revisions) {
            if (revision.hideable && revision.visibility == knative::Visibility::Visible) {
                return &revision;
            }
        }
        return nullptr;
    }

private slots:
    void aServerThatNeverAnswersDoesNotKeepFromAnother_data() {
        QTest::addColumn<QByteArray>("scheme");
        QTest::newRow("in its TLS handshake") << QByteArray("https");
        QTest::newRow("after the request") << QByteArray("http");
    }
    void aServerThatNeverAnswersDoesNotKeepFromAnother() {
        QFETCH(QByteArray, scheme);
        SilentServer server;
        engine::Model model(options());
        for (int i = 0; i < 3; ++i) { // there and back
            model.open(server.source(scheme.constData()));
            QVERIFY(server.waitForNewConnection(5'000));
            QTest::qWait(100);
            model.open(demo());
            QVERIFY(waitFor(model, [](const auto& picture) { return picture.complete; }));
        }
    }

    void anAddressThatLeadsNowhereDoesNotKeepFromAnother() {
        kube::Config config;
        config.server = "https://192.0.2.1:6443"; // RFC 5737: nobody's
        engine::Model model(options());
        model.open(SilentServer::from(config));
        QTest::qWait(200);
        model.open(demo());
        QVERIFY(waitFor(model, [](const auto& picture) { return picture.complete; }));
    }

    void publishesACompletePicture() {
        engine::Model model(options());
        model.open(demo());
        QVERIFY(waitFor(model, [](const auto& picture) { return picture.complete; }));
        QCOMPARE(model.picture()->alarms, 1);
        QVERIFY(model.picture()->services > model.picture()->revisions.size());
        QVERIFY(!model.picture()->graph->nodes.empty());
    }

    void hidesShowsAndUndoes() {
        engine::Model model(options());
        QSignalSpy finished(&model, &engine::Model::changeFinished);
        model.open(demo());
        QVERIFY(waitFor(
            model, [](const auto& picture) { return picture.complete && hideable(picture) != nullptr; }));
        ChangeRequest request;
        request.ns = hideable(*model.picture())->ns;
        request.revision = hideable(*model.picture())->name;
        request.acceptWarnings = true;
        model.run(request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        const auto report = finished.takeFirst().at(0).value<ChangeReport>();
        QVERIFY2(report.outcome == ChangeReport::Outcome::Done, report.message.c_str());
        const auto visibility = [&request](const engine::Picture& picture) {
            for (const auto& revision : picture.revisions) {
                if (revision.ns == request.ns && revision.name == request.revision) {
                    return revision.visibility;
                }
            }
            return knative::Visibility::Partial;
        };
        QVERIFY(waitFor(model, [&](const auto& p) { return visibility(p) == knative::Visibility::Hidden; }));
        QVERIFY(!model.picture()->undoable.empty());
        model.undo(QString::fromStdString(model.picture()->undoable.front().batch));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        QVERIFY(waitFor(model, [&](const auto& p) { return visibility(p) == knative::Visibility::Visible; }));
    }

    void readOnlyChangesNothing() {
        engine::Model model(options(true));
        QSignalSpy finished(&model, &engine::Model::changeFinished);
        model.open(demo());
        QVERIFY(waitFor(
            model, [](const auto& picture) { return picture.complete && hideable(picture) != nullptr; }));
        QVERIFY(model.picture()->readOnly);
        ChangeRequest request;
        request.ns = hideable(*model.picture())->ns;
        request.revision = hideable(*model.picture())->name;
        model.run(request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        QVERIFY(finished.at(0).at(0).value<ChangeReport>().outcome == ChangeReport::Outcome::Refused);
    }

    void tellsOfFailureAndOpensAnotherSource() {
        engine::Model model(options());
        QSignalSpy failed(&model, &engine::Model::failed);
        model.open([](cluster::Cluster&) { return std::make_unique<BrokenSource>(); });
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20'000);
        model.open(demo());
        QVERIFY(waitFor(model, [](const auto& picture) { return picture.complete; }));
    }

    void loaderReadsToTheEnd() {
        engine::Loader loader(demo());
        QVERIFY(loader.load());
        QVERIFY(!loader.cluster().all<cluster::Revision>().empty());
        engine::Loader broken([](cluster::Cluster&) { return std::make_unique<BrokenSource>(); });
        const auto result = broken.load();
        QVERIFY(!result);
        QCOMPARE(result.error().what, std::string("connection refused"));
    }
};

PLIMSOLL_TEST(ModelTest)
#include "tst_model.moc"
