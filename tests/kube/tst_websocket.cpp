// SPDX-License-Identifier: Apache-2.0
// Opening a stream: credentials, TLS and proxies as for every request, and refusals in the server's words.
#include "kube/clientfixture.h"
#include "kube/execrig.h"
#include "kube/podserver.h"
#include "kube/websocket.h"
#include "support/testmain.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace plimsoll;
using namespace plimsoll::test;
using namespace std::chrono_literals;
using kube::Exec;
using kube::Frame;
using kube::FrameReader;
using kube::UpgradeAnswer;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

/// The frames as words: "message:abc ping: close:1000".
QString framesOf(FrameReader& reader, const QByteArray& bytes, qsizetype step) {
    QStringList words;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        reader.add(bytes.mid(at, step));
        for (;;) {
            const auto frame = reader.next();
            if (!frame) {
                return (words << QString::fromStdString(frame.error().what)).join(u' ');
            }
            if (!*frame) {
                break;
            }
            const auto& f = **frame;
            const auto shown = f.payload.size() > 20 ? QByteArray::number(f.payload.size()) : f.payload;
            constexpr std::array<const char*, 4> names{"message:", "ping:", "pong:", "close:"};
            words << QString::fromLatin1(names.at(static_cast<std::size_t>(f.kind)) +
                                         (f.closeCode != 0 ? QByteArray::number(f.closeCode) : shown));
        }
    }
    return words.join(u' ');
}

/// Leads connections on, as an HTTP proxy does, to any port of 127.0.0.1.
class ConnectProxy {
public:
    ConnectProxy() {
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            auto* near = m_server.nextPendingConnection();
            auto* far = new QTcpSocket(near);
            QObject::connect(near, &QTcpSocket::readyRead, near, [this, near, far] { lead(near, far); });
            QObject::connect(far, &QTcpSocket::readyRead, near, [near, far] { near->write(far->readAll()); });
            QObject::connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
            QObject::connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
        });
    }
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(m_server.serverPort());
    }
    QByteArrayList asked;

private:
    void lead(QTcpSocket* near, QTcpSocket* far) {
        auto bytes = near->readAll();
        if (far->state() == QAbstractSocket::UnconnectedState) {
            asked.push_back(bytes.split(' ').value(1));
            far->connectToHost(QHostAddress::LocalHost, asked.last().split(':').value(1).toUShort());
            near->write("HTTP/1.1 200 Connection established\r\n\r\n");
            return;
        }
        far->write(bytes);
    }
    QTcpServer m_server;
};

void refuse(const FakeRequest& /*request*/, const Exchange& exchange) {
    exchange->respond(403, json("{'kind':'Status','status':'Failure','message':'pods `cart-1` is forbidden: "
                                "User `deckhand` cannot create resource `pods/exec` in API group `` in the "
                                "namespace `shop`','reason':'Forbidden','code':403}"));
}

/// How an exec ends at this configuration.
QString ending(const Config& config, std::chrono::milliseconds silence = 60s) {
    Client client(config);
    auto request = execRequest();
    request.silence = silence;
    Exec exec(client, request);
    ExecTold told(exec);
    if (!QTest::qWaitFor([&told] { return told.ends > 0; }, 15000)) {
        return text("no end at all");
    }
    return told.sentence();
}

QByteArray acceptOf(const FakeRequest& request) {
    return QCryptographicHash::hash(request.headers["sec-websocket-key"] +
                                        "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
                                    QCryptographicHash::Sha1)
        .toBase64();
}

QByteArray switching(const FakeRequest& request, const QByteArray& protocol = "v5.channel.k8s.io") {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, "
           "Upgrade\r\nSec-WebSocket-Accept: " +
           acceptOf(request) + "\r\nSec-WebSocket-Protocol: " + protocol + "\r\n\r\n";
}

} // namespace

class WebSocketTest final : public QObject {
    Q_OBJECT

private slots:
    void framesAreReadInAnyPieces_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("frames");
        const auto row = [](const char* name, const QByteArray& bytes, const char* frames) {
            QTest::newRow(name) << bytes << text(frames);
        };
        const auto medium = QByteArray(300, 'm');
        const auto large = QByteArray(70000, 'l');
        row("two messages", QByteArray::fromHex("82026162 820163"), "message:ab message:c");
        row("empty", QByteArray::fromHex("8200 8a00"), "message: pong:");
        row("16 bits", QByteArray::fromHex("827e012c") + medium, "message:300");
        row("64 bits", QByteArray::fromHex("827f0000000000011170") + large, "message:70000");
        row("fragments around a ping", QByteArray::fromHex("020161 8901 78 000162 800163"),
            "ping:x message:abc");
        row("close with a reason", QByteArray::fromHex("880503e8 627965"), "close:1000");
        row("close without", QByteArray::fromHex("8800"), "close:1005");
        row("masked", QByteArray::fromHex("828161"),
            "the stream is no WebSocket: a frame has bits that were "
            "not agreed on");
        row("compressed", QByteArray::fromHex("c20161"),
            "the stream is no WebSocket: a frame has bits that "
            "were not agreed on");
        row("unknown", QByteArray::fromHex("8300"), "the stream is no WebSocket: a frame of an unknown kind");
        row("continuation of nothing", QByteArray::fromHex("800161"),
            "the stream is no WebSocket: the frames of a message are out of order");
        row("message in a message", QByteArray::fromHex("020161 820162"),
            "the stream is no WebSocket: the frames of a message are out of order");
        row("too large", QByteArray::fromHex("827fffffffffffffffff"),
            "the server sent a message of more than 1 MB");
        row("too large in sum",
            QByteArray::fromHex("027f00000000000f0000") + QByteArray(0xF0000, 'x') +
                QByteArray::fromHex("807f0000000000020000"),
            "the server sent a message of more than 1 MB");
    }
    void framesAreReadInAnyPieces() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, frames);
        for (const qsizetype step : {qsizetype(1), qsizetype(7), bytes.size()}) {
            FrameReader reader(1 << 20);
            QCOMPARE(framesOf(reader, bytes, step), frames);
        }
    }

    void framesWrittenAreReadByQt_data() {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 125, 126, 65535, 65536, 1000003}) {
            QTest::addRow("%d", size) << size;
        }
    }
    void framesWrittenAreReadByQt() {
        QFETCH(int, size);
        QByteArray sent(size, '?');
        for (int i = 0; i < size; ++i) {
            sent[i] = static_cast<char>(i * 31);
        }
        PodServer server({text("echo")});
        server.handle([](PodStream& stream) {
            stream.onInput = [&stream](const QByteArray& bytes) { stream.say(0, bytes); };
        });
        Client client(server.config());
        kube::WebSocket socket(client, {"shop", "cart-1", "exec", "", {"echo"}, "the echo", 5s, 5s});
        QByteArray back;
        int answers = 0;
        connect(&socket, &kube::WebSocket::opened, &socket, [&] { socket.send('\0' + sent); });
        connect(&socket, &kube::WebSocket::received, &socket, [&](const QByteArray& message) {
            back = message.mid(1);
            ++answers;
        });
        QTRY_COMPARE_WITH_TIMEOUT(answers, 1, 10000);
        QCOMPARE(back, sent);
        QCOMPARE(socket.unsent(), 0);
    }

    void aRefusalIsInTheServersWords() {
        TlsServer server(test::serverCertificate);
        server.handle(refuse);
        auto config = configOf(server.url() + "/k8s/clusters/c-1");
        config.token = "secret-of-the-harbour";
        config.impersonateUser = "captain";
        config.impersonateGroups = {"bridge", "engine, room"};
        config.certPem = test::clientCertificate;
        config.keyPem = test::clientKey;
        QCOMPARE(
            ending(config),
            text("Pod shop/cart-1, container istio-proxy: pods \"cart-1\" is forbidden: User \"deckhand\" "
                 "cannot create resource \"pods/exec\" in API group \"\" in the namespace \"shop\". Ask for "
                 "this permission, or choose another context or namespace."));
        const auto& seen = server.requests().at(0);
        QVERIFY(seen.target.startsWith("/k8s/clusters/c-1/api/v1/namespaces/shop/pods/cart-1/exec?"));
        QCOMPARE(seen.headers["authorization"], QByteArray("Bearer secret-of-the-harbour"));
        QCOMPARE(seen.headers["impersonate-user"], QByteArray("captain"));
        QCOMPARE(seen.headers["impersonate-group"], QByteArray("bridge|engine, room"));
        QCOMPARE(seen.headers["sec-websocket-protocol"], QByteArray("v5.channel.k8s.io, v4.channel.k8s.io"));
        QCOMPARE(server.clients().at(0), text("deckhand"));
    }

    void aRefusalWithoutAReasonIsAskedAbout() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest& request, const Exchange& e) {
            if (request.method == "POST") {
                e->respond(201, json("{'kind':'SelfSubjectAccessReview','status': {'allowed': false}}"));
            } else {
                e->respond(403,
                           json("{'kind':'Status','message':'pods `cart-1` is forbidden: ','code':403}"));
            }
        });
        QCOMPARE(
            ending(configOf(server.url())),
            text("Pod shop/cart-1, container istio-proxy: pods \"cart-1\" is forbidden: the user may get "
                 "\"pods/exec\" but not create it. From Kubernetes 1.35 on, create on pods/exec is needed "
                 "beside get: ask for it."));
        QCOMPARE(server.requests().size(), std::size_t(2));
        QVERIFY(server.requests().at(1).body.contains("\"subresource\":\"exec\""));
    }

    void aRefusedTokenIsReadAgain() {
        QTemporaryDir folder;
        const auto path = folder.filePath(text("token"));
        const auto write = [&path](const char* token) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(token);
        };
        write("old");
        TlsServer server(test::serverCertificate);
        server.handle([&write](const FakeRequest& request, const Exchange& e) {
            if (request.headers["authorization"] == "Bearer old") {
                write("new");
                e->respond(401, "{}");
            } else {
                refuse(request, e);
            }
        });
        auto config = configOf(server.url());
        config.tokenFile = path.toStdString();
        QVERIFY(ending(config).contains(text("is forbidden")));
        QCOMPARE(server.requests().size(), std::size_t(2));
        QCOMPARE(server.requests().at(1).headers["authorization"], QByteArray("Bearer new"));
    }

    void theServersNameIsChecked() {
        TlsServer server(test::elsewhereCertificate);
        server.handle(refuse);
        auto config = configOf(server.url());
        config.token = "secret-of-the-harbour";
        QVERIFY2(ending(config).contains(text("valid for 10.96.0.1, kubernetes.default, not for 127.0.0.1")),
                 qPrintable(ending(config)));
        QVERIFY(server.requests().empty());
        config.tlsServerName = "kubernetes.default";
        QVERIFY2(ending(config).contains(text("is forbidden")), qPrintable(ending(config)));
    }

    void proxiesLeadToIt() {
        PodServer server({text("v5.channel.k8s.io")});
        server.handle([](PodStream& stream) {
            stream.exited(7);
            stream.close();
        });
        ConnectProxy proxy;
        auto config = server.config();
        config.proxyUrl = proxy.url();
        QCOMPARE(ending(config), text("exit 7"));
        QCOMPARE(proxy.asked, QByteArrayList{"127.0.0.1:" + QByteArray::number(server.port())});
        config.proxyUrl = "http://127.0.0.1:1";
        QVERIFY2(ending(config).contains(text("the proxy before the server cannot be used")),
                 qPrintable(ending(config)));
    }

    void whatIsNoStreamIsExplained_data() {
        QTest::addColumn<QByteArray>("answer"); // %A the right accept
        QTest::addColumn<bool>("cut");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* answer, bool cut, const char* says) {
            QTest::newRow(name) << QByteArray(answer) << cut << text(says);
        };
        const char* const good = "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
        row("a page", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", false,
            "the server answered HTTP 200 where a stream was to begin");
        row("no HTTP", "SSH-2.0-OpenSSH\r\n", false, "the answer is not HTTP");
        row("nothing", "", true, "the server closed the connection without an answer");
        row("another protocol", "HTTP/1.1 101 S\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", false,
            "switched protocols, but not to a WebSocket");
        row("somebody else's key", (QByteArray(good) + "Sec-WebSocket-Accept: abc\r\n\r\n").constData(),
            false, "switched protocols, but not to a WebSocket");
        row("no sub-protocol", (QByteArray(good) + "Sec-WebSocket-Accept: %A\r\n\r\n").constData(), false,
            "chose none of the stream protocols offered (v5.channel.k8s.io, v4.channel.k8s.io)");
        row("another sub-protocol",
            (QByteArray(good) + "Sec-WebSocket-Accept: %A\r\nSec-WebSocket-Protocol: v9\r\n\r\n").constData(),
            false, "a stream protocol that was not offered: v9");
        row("chunked refusal",
            "HTTP/1.1 400 B\r\nTransfer-Encoding: chunked\r\n\r\n"
            "2a\r\n{\"kind\":\"Status\",\"message\":\"no host assign\r\n6\r\ned yet\r\n2\r\n\"}\r\n0\r\n\r\n",
            false, "no host assigned yet");
        row("refusal until the end", "HTTP/1.0 502 Bad Gateway\r\n\r\nno backend", true, "no backend");
        row("refusal cut short", "HTTP/1.1 503 S\r\nContent-Length: 99\r\n\r\nbusy", true, "HTTP 503: busy");
        row("garbage for frames",
            (QByteArray(good) +
             "Sec-WebSocket-Accept: %A\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n<")
                .constData(),
            true, "the connection broke");
    }
    void whatIsNoStreamIsExplained() {
        QFETCH(QByteArray, answer);
        QFETCH(bool, cut);
        QFETCH(QString, says);
        TlsServer server(test::serverCertificate);
        server.handle([&](const FakeRequest& request, const Exchange& e) {
            e->raw(QByteArray(answer).replace("%A", acceptOf(request)));
            if (cut) {
                QTimer::singleShot(20, [e] { e->cut(); });
            }
        });
        const auto said = ending(configOf(server.url()));
        QVERIFY2(said.contains(says), qPrintable(said));
    }

    void aServerThatFallsSilentIsDead() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest& request, const Exchange& e) { e->raw(switching(request)); });
        const auto said = ending(configOf(server.url()), 300ms);
        QVERIFY2(said.contains(text("nothing came for 300 ms")), qPrintable(said));
    }

    void aServerThatNeverOpensIsGivenUp() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange&) {});
        Client client(configOf(server.url()));
        kube::WebSocket socket(client, {"shop", "cart-1", "exec", "", {"x"}, "Pod shop/cart-1", 200ms, 5s});
        std::optional<Error> error;
        connect(&socket, &kube::WebSocket::finished, &socket,
                [&error](const std::optional<Error>& end) { error = end; });
        QTRY_VERIFY(error);
        QCOMPARE(error->what, std::string("the stream was not opened within 200 ms"));
    }

    void theServersReasonForClosingIsTold() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest& request, const Exchange& e) {
            e->raw(switching(request) + QByteArray::fromHex("880703f3") + "crash");
        });
        const auto said = ending(configOf(server.url()));
        QVERIFY2(said.contains(text("closed the stream with code 1011: crash")), qPrintable(said));
    }

    void aDestroyedClientEndsItSilently() {
        PodServer server({text("v5.channel.k8s.io")});
        auto client = std::make_unique<Client>(server.config());
        Exec open(*client, execRequest());
        ExecTold told(open);
        QTRY_COMPARE(told.starts, 1);
        Exec begun(*client, execRequest());
        ExecTold second(begun);
        client.reset();
        QTRY_VERIFY(!server.streams.at(0)->open());
        QTest::qWait(50);
        QCOMPARE(told.ends + second.ends + second.starts, 0);
    }
};

PLIMSOLL_TEST(WebSocketTest)
#include "tst_websocket.moc"
