// SPDX-License-Identifier: Apache-2.0
// The main job on a real API server: an estate of a thousand revisions is read rightly, changes show, a
// killed server loses nothing, and hiding touches two annotations and nothing else.
#include "cluster/live.h"
#include "engine/loader.h"
#include "knative/change.h"
#include "server/estate.h"
#include "server/program.h"
#include "support/apiserver.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <tuple>

using namespace plimsoll;
using cluster::Kind;
using knative::ChangeReport;
using knative::ChangeRequest;
using knative::RevisionState;
using test::Expected;
using Json = nlohmann::json;

namespace {

constexpr int revisionCount = 1000;

/// Everything that a change may not touch: all objects, without what every write moves.
std::map<std::string, Json> snapshot(test::ApiServer& server) {
    std::map<std::string, Json> all;
    const auto connection = server.connection();
    for (const auto& info : cluster::allKinds()) {
        const auto answer = connection->ask("GET", test::pathOf(info.kind, {}));
        const auto list = answer ? Json::parse(answer->body.toStdString(), nullptr, false) : Json();
        for (auto object : list.value("items", Json::array())) {
            object["metadata"].erase("managedFields");
            object["metadata"].erase("resourceVersion");
            const auto key = std::string(info.plural) + "/" + object["metadata"].value("namespace", "") +
                             "/" + object["metadata"].value("name", "");
            all[key] = std::move(object);
        }
    }
    return all;
}

const RevisionState* find(const engine::Picture& picture, const std::string& ns, const std::string& name) {
    for (const auto& revision : picture.revisions) {
        if (revision.ns == ns && revision.name == name) {
            return &revision;
        }
    }
    return nullptr;
}

/// Passes everything on, and lets a test do something right before a patch is sent.
class Meddler final : public cluster::Access {
public:
    explicit Meddler(cluster::Access& real) : m_real(real) {}
    std::function<void(const cluster::Patch&)> beforePatch;

    void get(Kind kind, const std::string& ns, const std::string& name,
             cluster::Callback<std::string> done) override {
        m_real.get(kind, ns, name, std::move(done));
    }
    void list(Kind kind, const std::string& ns, cluster::Callback<cluster::FreshList> done) override {
        m_real.list(kind, ns, std::move(done));
    }
    void patch(const cluster::Patch& patch, cluster::Callback<std::string> done) override {
        if (beforePatch && !patch.dryRun) {
            beforePatch(patch);
        }
        m_real.patch(patch, std::move(done));
    }

private:
    cluster::Access& m_real;
};

/// A live source whose access is meddled with.
class MeddledSource final : public cluster::Source {
public:
    explicit MeddledSource(cluster::Source& real) : m_real(real), m_access(*real.access()) {
        connect(&real, &cluster::Source::changed, this, &cluster::Source::changed);
    }
    void start() override {}
    [[nodiscard]] cluster::SourceInfo info() const override { return m_real.info(); }
    [[nodiscard]] cluster::Access* access() override { return &m_access; }
    Meddler& meddler() { return m_access; }

private:
    cluster::Source& m_real;
    Meddler m_access;
};

} // namespace

class AcceptanceTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<test::ApiServer> m_server;
    std::unique_ptr<test::Program> m_program;
    std::map<std::string, Expected> m_expected;
    QTemporaryDir m_folder;

    engine::SourceFactory live() const {
        kube::Flags flags;
        flags.kubeconfig = m_server->kubeconfig().toStdString();
        const auto config = kube::Kubeconfig::load(flags, kube::Environment::ofProcess())->resolve(flags);
        return [config = *config](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
            return std::make_unique<cluster::LiveSource>(config, cluster::LiveOptions{}, cluster);
        };
    }

    engine::ModelOptions options() const {
        engine::ModelOptions o;
        o.journalPath = (m_folder.path() + QStringLiteral("/journal.jsonl")).toStdString();
        return o;
    }

    Json revisions() { return m_program->json({u"revisions"_qs, u"-o"_qs, u"json"_qs}); }

    void write(const char* method, const std::string& path, const Json& body) {
        const auto type =
            std::string_view(method) == "PATCH" ? "application/merge-patch+json" : "application/json";
        const auto answer =
            m_server->connection()->ask(method, path, QByteArray::fromStdString(body.dump()), type);
        QVERIFY2(answer && answer->status < 300,
                 answer ? answer->body.constData() : answer.error().what.c_str());
    }

    static qint64 waitMs(engine::Model& model, const std::function<bool(const engine::Picture&)>& wanted) {
        QElapsedTimer clock;
        clock.start();
        return QTest::qWaitFor([&] { return wanted(*model.picture()); }, 60'000) ? clock.elapsed() : -1;
    }

    /// The first revision that may be hidden and is visible.
    static RevisionState candidate(const std::vector<RevisionState>& all) {
        const auto found = std::find_if(all.begin(), all.end(), [](const auto& r) {
            return r.hideable && r.visibility == knative::Visibility::Visible;
        });
        return found == all.end() ? RevisionState() : *found;
    }

    static ChangeReport run(knative::Changer& changer, const ChangeRequest& request) {
        QEventLoop loop;
        ChangeReport result;
        changer.run(request, [&](ChangeReport report) {
            result = std::move(report);
            loop.quit();
        });
        loop.exec();
        return result;
    }

private slots:
    void initTestCase() {
        if (const auto why = test::ApiServer::unavailable()) {
            QSKIP(qPrintable(*why));
        }
        m_server = std::make_unique<test::ApiServer>();
        const auto started = m_server->start();
        QVERIFY2(started, started ? "" : started.error().sentence().c_str());
        QVERIFY(m_server->createCrds());
        const auto estate = test::Estate::ofDemo(revisionCount);
        m_expected = estate.expected();
        QElapsedTimer clock;
        clock.start();
        const auto written = estate.writeTo(*m_server);
        QVERIFY2(written, written ? "" : written.error().sentence().c_str());
        qInfo("%zu objects created in %lld ms", estate.size(), static_cast<long long>(clock.elapsed()));
        m_program = std::make_unique<test::Program>(m_server->kubeconfig());
    }

    void revisionsAreWhatWasCreated() {
        const auto list = revisions();
        QVERIFY(list.is_array());
        QCOMPARE(list.size(), m_expected.size());
        QVERIFY(list.size() >= std::size_t(revisionCount));
        for (const auto& r : list) {
            const auto key = r["namespace"].get<std::string>() + "/" + r["name"].get<std::string>();
            QVERIFY2(m_expected.contains(key), key.c_str());
            const auto& e = m_expected.at(key);
            const auto tags = r["tags"].get<std::set<std::string>>();
            QVERIFY2(r["routed"] == e.routed, key.c_str());
            QVERIFY2(r["percent"] == e.percent, key.c_str());
            QVERIFY2(tags == e.tags, key.c_str());
            QVERIFY2(r["replicas"] == e.replicas, key.c_str());
            QVERIFY2(r["routingState"] == e.routingState, key.c_str());
            QVERIFY2(r["envoyClusters"] == e.envoyClusters, key.c_str());
            QVERIFY2(!(r["hideable"].get<bool>() && e.routed), key.c_str());
        }
    }

    void theServersAnswersAgreeWithTheDemosOwn() {
        // The same objects by way of the server: only what the server makes itself (creation times) may
        // differ.
        const auto size = "--demo=" + std::to_string(revisionCount);
        const auto demo = test::Program(QString()).json(
            {u"revisions"_qs, u"-o"_qs, u"json"_qs, QString::fromStdString(size)});
        std::map<std::string, Json> wanted;
        for (auto r : demo) {
            const auto key = r["namespace"].get<std::string>() + "/" + r["name"].get<std::string>();
            r.erase("warnings");
            wanted[key] = r;
        }
        for (auto r : revisions()) {
            const auto key = r["namespace"].get<std::string>() + "/" + r["name"].get<std::string>();
            r.erase("warnings");
            QVERIFY2(r == wanted[key], (r.dump() + "\n" + wanted[key].dump()).c_str());
        }
    }

    void weightsAreThoseOfTheSameObjectsInFiles() {
        QTemporaryDir dump;
        for (const auto& info : cluster::allKinds()) {
            auto path = test::pathOf(info.kind, {});
            if (info.kind == Kind::EndpointSlice) { // as the program asks for them
                path += "?labelSelector=endpointslice.kubernetes.io%2Fmanaged-by%21%3Dendpointslice-"
                        "controller.k8s.io";
            }
            auto answer = m_server->connection()->ask("GET", path);
            if (answer && answer->status == 404) { // Kubernetes 1.20: discovery.k8s.io/v1beta1
                path.replace(path.find("/v1/"), 4, "/v1beta1/");
                answer = m_server->connection()->ask("GET", path);
            }
            QVERIFY(answer && answer->status == 200);
            QFile file(dump.filePath(
                QString::fromUtf8(info.plural.data(), static_cast<qsizetype>(info.plural.size())) +
                QString::fromUtf8(info.group.data(), static_cast<qsizetype>(info.group.size())) +
                QStringLiteral(".json")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(answer->body);
        }
        const auto proxies = m_program->json({u"weight"_qs, u"-o"_qs, u"json"_qs});
        const auto dumped =
            test::Program(QString()).json({u"weight"_qs, u"-o"_qs, u"json"_qs, u"--from"_qs, dump.path()});
        QVERIFY(proxies.is_object() && proxies["proxies"].size() > 50);
        QVERIFY(proxies == dumped);
        const auto demo = test::Program(QString()).json(
            {u"weight"_qs, u"-o"_qs, u"json"_qs, QStringLiteral("--demo=%1").arg(revisionCount)});
        QCOMPARE(proxies["proxies"].size(), demo["proxies"].size());
        for (std::size_t i = 0; i < demo["proxies"].size(); ++i) {
            // A real server has one Service of its own, default/kubernetes, with one port.
            const int more = proxies["proxies"][i]["envoyClusters"].get<int>() -
                             demo["proxies"][i]["envoyClusters"].get<int>();
            QVERIFY2(more == 0 || more == 1, demo["proxies"][i].dump().c_str());
        }
    }

    void changesShow() {
        engine::Model model(options());
        model.open(live());
        QVERIFY(waitMs(model,
                       [](const auto& p) { return p.complete && p.revisions.size() >= revisionCount; }) >= 0);
        const auto revision = candidate(model.picture()->revisions);
        QVERIFY(!revision.name.empty());

        write("PATCH", test::pathOf(Kind::Revision, revision.ns, revision.name),
              {{"status", {{"actualReplicas", 3}}}});
        const auto scaled =
            waitMs(model, [&](const auto& p) { return find(p, revision.ns, revision.name)->replicas == 3; });
        QVERIFY(scaled >= 0);

        const auto route = test::pathOf(Kind::Route, revision.ns, revision.route);
        const auto before = m_server->connection()->ask("GET", route);
        const Json traffic =
            Json::array({{{"revisionName", revision.name}, {"percent", 100}, {"latestRevision", false}}});
        write("PATCH", route, {{"spec", {{"traffic", traffic}}}, {"status", {{"traffic", traffic}}}});
        const auto rerouted =
            waitMs(model, [&](const auto& p) { return find(p, revision.ns, revision.name)->percent == 100; });
        QVERIFY(rerouted >= 0);
        QVERIFY(!find(*model.picture(), revision.ns, revision.name)->hideable);

        const Json old = Json::parse(before->body.toStdString());
        write("PATCH", route,
              {{"spec", {{"traffic", old["spec"]["traffic"]}}},
               {"status", {{"traffic", old["status"]["traffic"]}}}});
        write("PATCH", test::pathOf(Kind::Revision, revision.ns, revision.name),
              {{"status", {{"actualReplicas", 0}}}});
        QVERIFY(waitMs(model, [&](const auto& p) { return find(p, revision.ns, revision.name)->hideable; }) >=
                0);

        const Json created = {
            {"metadata",
             {{"name", "brand-new-00001"}, {"labels", {{"serving.knative.dev/routingState", "pending"}}}}}};
        write("POST", test::pathOf(Kind::Revision, revision.ns), [&] {
            Json object = created;
            object["apiVersion"] = "serving.knative.dev/v1";
            object["kind"] = "Revision";
            return object;
        }());
        const auto appeared =
            waitMs(model, [&](const auto& p) { return find(p, revision.ns, "brand-new-00001") != nullptr; });
        QVERIFY(appeared >= 0);
        write("DELETE", test::pathOf(Kind::Revision, revision.ns, "brand-new-00001"), Json::object());
        QVERIFY(waitMs(model, [&](const auto& p) {
                    return find(p, revision.ns, "brand-new-00001") == nullptr;
                }) >= 0);
        qInfo("shown after: scaled %lld ms, re-routed %lld ms, created %lld ms",
              static_cast<long long>(scaled), static_cast<long long>(rerouted),
              static_cast<long long>(appeared));
    }

    void aKilledServerLosesNothingAndIsSaid() {
        engine::Model model(options());
        model.open(live());
        QVERIFY(waitMs(model,
                       [](const auto& p) { return p.complete && p.revisions.size() >= revisionCount; }) >= 0);
        const auto before = model.picture()->revisions;
        m_server->kill9();
        const auto stale = waitMs(model, [](const auto& p) { return p.stale; });
        QVERIFY(stale >= 0);
        const auto names = [](const std::vector<RevisionState>& all) {
            std::vector<std::tuple<std::string, std::string, bool, int, knative::Visibility>> list;
            for (const auto& r : all) {
                list.emplace_back(r.ns, r.name, r.routed, r.percent, r.visibility);
            }
            return list;
        };
        QVERIFY(names(model.picture()->revisions) == names(before)); // what was known stays in sight
        for (const auto& r : model.picture()->revisions) {
            QVERIFY2(!r.hideable, r.name.c_str()); // and nothing is called safe on stale knowledge
        }
        QVERIFY(m_server->restart());
        QVERIFY(waitMs(model, [](const auto& p) { return p.complete && !p.stale; }) >= 0);
        const auto revision = candidate(before);
        write("PATCH", test::pathOf(Kind::Revision, revision.ns, revision.name),
              {{"status", {{"actualReplicas", 2}}}});
        QVERIFY(waitMs(model, [&](const auto& p) {
                    return find(p, revision.ns, revision.name)->replicas == 2;
                }) >= 0);
        write("PATCH", test::pathOf(Kind::Revision, revision.ns, revision.name),
              {{"status", {{"actualReplicas", 0}}}});
        QVERIFY(waitMs(model, [&](const auto& p) { return p.revisions == before; }) >= 0);
        qInfo("stale was said after %lld ms", static_cast<long long>(stale));
    }

    void hideAndShowTouchTwoAnnotationsOnly() {
        const auto list = revisions();
        QVERIFY(list.is_array());
        const auto target = std::find_if(list.begin(), list.end(), [](const auto& r) {
            return r["hideable"].template get<bool>() && r["visibility"] == "visible";
        });
        QVERIFY(target != list.end());
        const auto ns = (*target)["namespace"].get<std::string>();
        const auto name = (*target)["name"].get<std::string>();
        const QStringList where{QString::fromStdString(name), QStringLiteral("-n"),
                                QString::fromStdString(ns), QStringLiteral("--yes")};
        const auto before = snapshot(*m_server);
        const auto dry =
            m_program->run(QStringList{QStringLiteral("hide"), QStringLiteral("--dry-run")} + where);
        QVERIFY2(dry.code == 0, qPrintable(dry.error));
        QVERIFY(snapshot(*m_server) == before);

        const auto hidden = m_program->run(QStringList{QStringLiteral("hide")} + where);
        QVERIFY2(hidden.code == 0, qPrintable(hidden.error));
        auto after = snapshot(*m_server);
        int touched = 0;
        for (auto& [key, object] : after) {
            if (object == before.at(key)) {
                continue;
            }
            ++touched;
            QVERIFY2(key == "services/" + ns + "/" + name ||
                         key == "services/" + ns + "/" + name + "-private",
                     key.c_str());
            QCOMPARE(object["metadata"]["annotations"].value("networking.istio.io/exportTo", ""),
                     std::string("~"));
            object["metadata"]["annotations"].erase("networking.istio.io/exportTo");
            QVERIFY(object == before.at(key));
        }
        QCOMPARE(touched, 2);

        const auto shown = m_program->run(QStringList{QStringLiteral("show")} + where);
        QVERIFY2(shown.code == 0, qPrintable(shown.error));
        QVERIFY(snapshot(*m_server) == before);
    }

    void everyUnsafeRevisionIsRefused() {
        engine::Loader loader(live());
        QVERIFY(loader.load());
        const auto states = knative::revisions(loader.cluster(), mesh::readSettings(loader.cluster()), now());
        const auto before = snapshot(*m_server);
        knative::Changer changer(loader.cluster(), loader.source(), options().journalPath);
        int refused = 0;
        for (const auto& state : states) {
            if (state.hideable || state.visibility == knative::Visibility::Hidden) {
                continue;
            }
            if (refused >=
                60) { // each is decided on a fresh read of the whole mesh: some of every kind suffice
                break;
            }
            ChangeRequest request;
            request.ns = state.ns;
            request.revision = state.name;
            request.acceptWarnings = true;
            const auto report = run(changer, request);
            QVERIFY2(report.outcome == ChangeReport::Outcome::Refused,
                     (state.name + ": " + report.message).c_str());
            QVERIFY(!report.reasons.empty());
            ++refused;
        }
        QVERIFY(refused >= 20);
        QVERIFY(snapshot(*m_server) == before);
        qInfo("%d unsafe revisions refused", refused);
    }

    void anotherWriterIsNeverOverwritten() {
        engine::Loader loader(live());
        QVERIFY(loader.load());
        const auto states = knative::revisions(loader.cluster(), mesh::readSettings(loader.cluster()), now());
        const auto target = candidate(states);
        MeddledSource source(loader.source());
        int writes = 0;
        source.meddler().beforePatch = [&](const cluster::Patch& patch) {
            write("PATCH", test::pathOf(patch.kind, patch.ns, patch.name),
                  {{"metadata", {{"annotations", {{"example.org/other", std::to_string(++writes)}}}}}});
        };
        knative::Changer changer(loader.cluster(), source, options().journalPath);
        ChangeRequest request;
        request.ns = target.ns;
        request.revision = target.name;
        request.acceptWarnings = true;
        const auto report = run(changer, request);
        QVERIFY2(report.outcome == ChangeReport::Outcome::Conflict, report.message.c_str());
        QVERIFY(!report.message.empty());
        QVERIFY(writes > 0);
        const auto after = snapshot(*m_server);
        for (const auto& service : {target.publicService, target.privateService}) {
            const auto annotations = after.at("services/" + target.ns + "/" + service)["metadata"].value(
                "annotations", Json::object());
            QVERIFY2(!annotations.contains("networking.istio.io/exportTo"), annotations.dump().c_str());
        }
        qInfo("told: %s", report.message.c_str());
    }
};

PLIMSOLL_TEST(AcceptanceTest)
#include "tst_acceptance.moc"
