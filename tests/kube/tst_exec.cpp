// SPDX-License-Identifier: Apache-2.0
#include "kube/clientfixture.h"
#include "kube/execrig.h"
#include "kube/podserver.h"
#include "support/testmain.h"

#include <QUrlQuery>

using namespace plimsoll;
using namespace plimsoll::test;
using namespace std::chrono_literals;
using kube::Exec;
using kube::ExecOutput;
using kube::ExecRequest;

namespace {

const auto v5 = QStringLiteral("v5.channel.k8s.io");
const auto v4 = QStringLiteral("v4.channel.k8s.io");

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

} // namespace

class ExecTest final : public QObject {
    Q_OBJECT

private slots:
    void givesOutputErrorsAndTheExitCode_data() {
        QTest::addColumn<QStringList>("protocols");
        QTest::addColumn<bool>("secure");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("chosen");
        QTest::newRow("v5") << QStringList{v4, v5} << true << 0 << v5;
        QTest::newRow("v5, killed") << QStringList{v5} << true << 137 << v5;
        QTest::newRow("v4, before 1.30") << QStringList{v4} << true << 137 << v4;
        QTest::newRow("plain http") << QStringList{v5} << false << 1 << v5;
    }
    void givesOutputErrorsAndTheExitCode() {
        QFETCH(QStringList, protocols);
        QFETCH(bool, secure);
        QFETCH(int, code);
        QFETCH(QString, chosen);
        PodServer server(protocols, secure);
        server.handle([code](PodStream& stream) {
            stream.say(1, {}); // as a kubelet begins
            stream.say(1, "first ");
            stream.say(2, "a warning");
            stream.say(1, "second");
            stream.exited(code);
            stream.close();
        });
        auto config = server.config();
        config.token = "secret-of-the-harbour";
        Client client(config);
        Exec exec(client, execRequest({"cat", "/etc/a b", "--x=\"ü&\""}));
        ExecTold told(exec);
        QTRY_COMPARE(told.ends, 1);
        QCOMPARE(told.sentence(), QStringLiteral("exit %1").arg(code));
        QCOMPARE(told.starts, 1);
        QCOMPARE(told.out, QByteArray("first second"));
        QCOMPARE(told.err, QByteArray("a warning"));

        const auto& stream = *server.streams.at(0);
        QCOMPARE(stream.protocol(), chosen);
        QCOMPARE(stream.header("Authorization"),
                 secure ? QByteArray("Bearer secret-of-the-harbour") : QByteArray());
        QVERIFY(stream.header("User-Agent").startsWith("plimsoll/"));
        QCOMPARE(stream.url().path(), text("/api/v1/namespaces/shop/pods/cart-1/exec"));
        const QUrlQuery query(stream.url());
        QCOMPARE(query.allQueryItemValues(text("command"), QUrl::FullyDecoded),
                 (QStringList{text("cat"), text("/etc/a b"), text("--x=\"ü&\"")}));
        QCOMPARE(query.queryItemValue(text("container")), text("istio-proxy"));
        QCOMPARE(query.queryItemValue(text("stdin")), text("false"));
        QCOMPARE(query.queryItemValue(text("tty")), text("false"));
    }

    void sendsInputAndItsEnd() {
        PodServer server({v5});
        server.handle([](PodStream& stream) {
            stream.onInputEnd = [&stream] {
                stream.say(1, QByteArray::number(stream.input.size()));
                stream.exited(0);
                stream.close();
            };
        });
        Client client(server.config());
        auto request = execRequest({"wc", "-c"});
        request.input = true;
        Exec exec(client, request);
        ExecTold told(exec);
        exec.write(QByteArray(1000000, 'x')); // before it is open
        QTRY_COMPARE(told.starts, 1);
        exec.write(QByteArray(3000000, 'y'));
        exec.closeInput();
        exec.write("too late");
        QTRY_COMPARE_WITH_TIMEOUT(told.ends, 1, 20000);
        QCOMPARE(told.sentence(), text("exit 0"));
        QCOMPARE(told.out, QByteArray("4000000"));
        QVERIFY(server.streams.at(0)->input.startsWith("xxx") && server.streams.at(0)->input.endsWith("yyy"));
        QCOMPARE(QUrlQuery(server.streams.at(0)->url()).queryItemValue(text("stdin")), text("true"));
    }

    void anOldServerThatCannotEndInputIsSaid() {
        PodServer server({v4});
        Client client(server.config());
        auto request = execRequest({"wc", "-c"});
        request.input = true;
        Exec exec(client, request);
        ExecTold told(exec);
        exec.write("x");
        exec.closeInput();
        QTRY_COMPARE(told.ends, 1);
        QCOMPARE(told.end->error().code, ErrorCode::Refused);
        QVERIFY2(told.sentence().contains(text("speaks only v4.channel.k8s.io")) &&
                     told.sentence().contains(text("1.30")),
                 qPrintable(told.sentence()));
        QTRY_COMPARE(server.streams.at(0)->input, QByteArray("x"));
        QTRY_VERIFY(!server.streams.at(0)->open());
    }

    void largeOutputComesWholeAndWaitsForItsReader_data() {
        QTest::addColumn<bool>("secure");
        QTest::newRow("TLS") << true;
        QTest::newRow("plain") << false;
    }
    void largeOutputComesWholeAndWaitsForItsReader() {
        QFETCH(bool, secure);
        constexpr int pieces = 640; // of 32 kB: 20 MB
        PodServer server({v5}, secure);
        server.handle([](PodStream& stream) {
            for (int i = 0; i < pieces; ++i) {
                stream.say(1, QByteArray(32768, static_cast<char>('a' + i % 26)));
            }
            stream.exited(0);
            stream.close();
        });
        Client client(server.config());
        Exec exec(client, execRequest());
        ExecTold told(exec);
        QPointer<Exec> pausing(&exec);
        connect(&exec, &Exec::output, &exec, [pausing, &told] {
            if (told.out.size() == 32768) {
                pausing->setPaused(true);
            }
        });
        QTRY_VERIFY(told.out.size() >= 32768);
        QTest::qWait(200);
        QCOMPARE(told.out.size(), 32768);
        // The rest fits in neither side's buffers. (Of what waits in TLS, Qt's server tells nothing.)
        const auto waiting = server.streams.at(0)->unsent();
        QVERIFY2(secure || waiting > 5000000, qPrintable(QString::number(waiting)));
        exec.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(told.ends, 1, 20000);
        QCOMPARE(told.out.size(), qsizetype(pieces) * 32768);
        QVERIFY(told.out.endsWith(QByteArray(32768, static_cast<char>('a' + (pieces - 1) % 26))));
        QCOMPARE(told.sentence(), text("exit 0"));
    }

    void outputBeforeACutIsStillGiven() {
        PodServer server({v5});
        server.handle([](PodStream& stream) {
            stream.say(1, "half");
            QTimer::singleShot(50, &stream, [&stream] { stream.cut(); });
        });
        Client client(server.config());
        Exec exec(client, execRequest());
        ExecTold told(exec);
        QTRY_COMPARE(told.ends, 1);
        QCOMPARE(told.out, QByteArray("half"));
        QCOMPARE(told.end->error().code, ErrorCode::Unreachable);
        QVERIFY2(
            told.sentence().contains(text("Pod shop/cart-1, container istio-proxy: the connection broke")),
            qPrintable(told.sentence()));
    }

    void anEndWithoutAStatusIsNoSuccess() {
        PodServer server({v5});
        server.handle([](PodStream& stream) {
            stream.say(1, "half");
            stream.close();
        });
        Client client(server.config());
        Exec exec(client, execRequest());
        ExecTold told(exec);
        QTRY_COMPARE(told.ends, 1);
        QVERIFY2(told.sentence().contains(text("before the server said how the command ended")),
                 qPrintable(told.sentence()));
    }

    void aStatusIsEnoughWhereNobodyCloses() {
        PodServer server({v5});
        server.handle([](PodStream& stream) { stream.exited(2); });
        Client client(server.config());
        Exec exec(client, execRequest());
        ExecTold told(exec);
        QTRY_COMPARE(told.sentence(), text("exit 2"));
    }

    void aCommandThatTakesTooLongIsGivenUp() {
        PodServer server({v5});
        Client client(server.config());
        auto request = execRequest();
        request.timeout = 300ms;
        request.silence = 150ms; // the server answers pings: this alone ends nothing
        Exec exec(client, request);
        ExecTold told(exec);
        QTRY_COMPARE(told.ends, 1);
        QCOMPARE(told.starts, 1);
        QVERIFY2(told.sentence().contains(text("did not end within 300 ms")), qPrintable(told.sentence()));
        QTRY_VERIFY(!server.streams.at(0)->open());
    }

    void destroyingItCancels() {
        PodServer server({v5});
        Client client(server.config());
        auto exec = std::make_unique<Exec>(client, execRequest());
        ExecTold told(*exec);
        QTRY_COMPARE(told.starts, 1);
        exec.reset();
        QTRY_VERIFY(!server.streams.at(0)->open());
        QCOMPARE(told.ends, 0);
    }

    void runGivesAllOfTheOutput() {
        PodServer server({v5});
        server.handle([](PodStream& stream) {
            stream.say(1, "{\"configs\":");
            stream.say(1, "[]}");
            stream.say(2, "warn");
            stream.exited(3);
            stream.close();
        });
        Client client(server.config());
        std::optional<Result<ExecOutput>> got;
        const auto exec =
            kube::run(client, execRequest(), [&got](Result<ExecOutput> r) { got = std::move(r); });
        QTRY_VERIFY(got);
        QVERIFY2(*got, *got ? "" : got->error().sentence().c_str());
        QCOMPARE((*got)->out, QByteArray("{\"configs\":[]}"));
        QCOMPARE((*got)->err, QByteArray("warn"));
        QCOMPARE((*got)->exitCode, 3);

        got.reset();
        const auto small = kube::run(
            client, execRequest(), [&got](Result<ExecOutput> r) { got = std::move(r); }, 10);
        QTRY_VERIFY(got);
        QVERIFY(!*got && got->error().code == ErrorCode::Refused);
    }

    void readsEveryKindOfStatus_data() {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("success") << json("{'status':'Success'}") << text("0");
        QTest::newRow("exit code")
            << json("{'status':'Failure','reason':'NonZeroExitCode',"
                    "'details':{'causes':[{'reason':'x'},{'reason':'ExitCode','message':'137'}]}}")
            << text("137");
        QTest::newRow("no such program")
            << json("{'status':'Failure','reason':'InternalError','message':'exec: `pilot-agent`: "
                    "executable file not found in $PATH: unknown'}")
            << text(
                   "pod: the command did not run: exec: \"pilot-agent\": executable file not found in $PATH: "
                   "unknown. The container's image does not hold this program: choose another container.");
        QTest::newRow("exit code that is none")
            << json("{'status':'Failure','reason':'NonZeroExitCode','message':'m',"
                    "'details':{'causes':[{'reason':'ExitCode','message':'1x'}]}}")
            << text("pod: the command did not run: m.");
        QTest::newRow("strange details")
            << json("{'status':'Failure','reason':'NonZeroExitCode','details':[1]}")
            << text("pod: the command did not run: the server does not say why.");
        QTest::newRow("no JSON")
            << QByteArray("rpc error")
            << text("pod: the server's word on how the command ended cannot be read: rpc error.");
    }
    void readsEveryKindOfStatus() {
        QFETCH(QByteArray, status);
        QFETCH(QString, says);
        const auto code = kube::exitCodeOf(status, "pod");
        QCOMPARE(code ? QString::number(*code) : QString::fromStdString(code.error().sentence()), says);
    }
};

PLIMSOLL_TEST(ExecTest)
#include "tst_exec.moc"
