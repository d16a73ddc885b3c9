// SPDX-License-Identifier: Apache-2.0
#include "kube/exec.h"

#include "kube/words.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace plimsoll::kube {
namespace {

using Json = nlohmann::json;

enum Channel : char { input = 0, output = 1, errors = 2, status = 3 };
constexpr auto protocol5 = "v5.channel.k8s.io";
constexpr auto protocol4 = "v4.channel.k8s.io";
constexpr qsizetype piece = qsizetype{32} << 10U;
constexpr qsizetype keptErrors = qsizetype{64} << 10U;
constexpr std::chrono::milliseconds linger{1'000};

std::string queryOf(const ExecRequest& request) {
    std::string query =
        std::string("stdout=true&stderr=true&tty=false&stdin=") + (request.input ? "true" : "false");
    if (!request.container.empty()) {
        query += "&container=" + encoded(request.container);
    }
    for (const auto& argument : request.command) {
        query += "&command=" + encoded(argument);
    }
    return query;
}

std::string whatOf(const ExecRequest& request) {
    return "Pod " + shortened(request.ns) + "/" + shortened(request.pod) +
           (request.container.empty() ? "" : ", container " + shortened(request.container));
}

std::string textOf(const Json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// details.causes[reason=ExitCode].message of a Status.
std::optional<int> exitCauseOf(const Json& status) {
    const auto details = status.value("details", Json::object());
    if (!details.is_object() || !details.contains("causes") || !details["causes"].is_array()) {
        return std::nullopt;
    }
    for (const auto& cause : details["causes"]) {
        if (!cause.is_object() || textOf(cause, "reason") != "ExitCode") {
            continue;
        }
        const auto number = textOf(cause, "message");
        int code = 0;
        const auto* end = number.data() + number.size();
        if (std::from_chars(number.data(), end, code).ptr == end && !number.empty()) {
            return code;
        }
    }
    return std::nullopt;
}

std::string hintFor(const std::string& message) {
    if (message.find("executable file not found") != std::string::npos ||
        message.find("no such file or directory") != std::string::npos) {
        return "The container's image does not hold this program: choose another container";
    }
    if (message.find("error sending request") != std::string::npos) {
        return "The API server cannot reach the kubelet of the pod's node";
    }
    if (message.find("container not found") != std::string::npos) {
        return "The container is not running (yet, or any more): look at the pod";
    }
    return {};
}

} // namespace

Result<int> exitCodeOf(const QByteArray& status, const std::string& what) {
    const auto json = Json::parse(status.begin(), status.end(), nullptr, false);
    if (!json.is_object()) {
        return fail(ErrorCode::Server,
                    "the server's word on how the command ended cannot be read: " +
                        shortened(status.toStdString(), 160),
                    what);
    }
    if (textOf(json, "status") == "Success") {
        return 0;
    }
    const auto code = exitCauseOf(json);
    if (textOf(json, "reason") == "NonZeroExitCode" && code) {
        return *code;
    }
    const auto message = textOf(json, "message");
    return fail(ErrorCode::Server,
                "the command did not run: " +
                    (message.empty() ? std::string("the server does not say why") : shortened(message, 500)),
                what, hintFor(message));
}

Exec::Exec(Client& client, ExecRequest request, QObject* parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_what(whatOf(m_request))
    , m_socket(std::make_unique<WebSocket>(client, WebSocket::Options{m_request.ns,
                                                                      m_request.pod,
                                                                      "exec",
                                                                      queryOf(m_request),
                                                                      {protocol5, protocol4},
                                                                      m_what,
                                                                      std::chrono::milliseconds(30'000),
                                                                      m_request.silence})) {
    connect(m_socket.get(), &WebSocket::opened, this, &Exec::opened);
    connect(m_socket.get(), &WebSocket::received, this, &Exec::received);
    connect(m_socket.get(), &WebSocket::finished, this, &Exec::streamEnded);
    connect(m_socket.get(), &WebSocket::sent, this, [this] {
        sendInput();
        emit written();
    });
    m_linger.setSingleShot(true);
    connect(&m_linger, &QTimer::timeout, this, [this] { finish(*m_exit); });
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        finish(fail(ErrorCode::Unreachable,
                    "the command did not end within " + std::to_string(m_request.timeout.count()) + " ms",
                    m_what, "It may still be running in the container"));
    });
    if (m_request.timeout.count() > 0) {
        m_timeout.start(m_request.timeout);
    }
}

Exec::~Exec() = default;

void Exec::opened(const QByteArray& protocol) {
    m_open = true;
    m_canHalfClose = protocol == protocol5;
    const QPointer<Exec> self(this);
    emit started();
    if (self) {
        sendInput();
    }
}

void Exec::write(const QByteArray& bytes) {
    if (!m_done && !m_inputEnds) {
        m_input += bytes;
        sendInput();
    }
}

void Exec::closeInput() {
    m_inputEnds = true;
    sendInput();
}

qint64 Exec::unsent() const {
    return m_input.size() + m_socket->unsent();
}

void Exec::sendInput() {
    if (!m_open || m_done) {
        return;
    }
    qsizetype at = 0;
    while (at < m_input.size() && m_socket->unsent() < 8 * piece) {
        m_socket->send(char(Channel::input) + m_input.mid(at, piece));
        at += piece;
    }
    m_input.remove(0, at);
    if (!m_inputEnds || !m_input.isEmpty()) {
        return;
    }
    m_inputEnds = false;
    if (m_canHalfClose) {
        m_socket->send(QByteArray::fromHex("ff00")); // close channel 0
        return;
    }
    finish(fail(ErrorCode::Refused,
                "the server cannot end a command's standard input (it speaks only v4.channel.k8s.io)", m_what,
                "Servers can from Kubernetes 1.30 on: use a command that needs no end of its input"));
}

void Exec::setPaused(bool paused) {
    m_socket->setPaused(paused);
}

void Exec::received(const QByteArray& message) {
    if (message.isEmpty() || m_done) {
        return;
    }
    const auto payload = message.mid(1);
    switch (message.front()) {
    case Channel::output:
        if (!payload.isEmpty()) { // each channel begins with an empty message
            emit output(payload);
        }
        break;
    case Channel::errors:
        if (!payload.isEmpty()) {
            emit errorOutput(payload);
        }
        break;
    case Channel::status:
        statusArrived(payload);
        break;
    default: // a channel's close (255), or what newer protocols add
        break;
    }
}

void Exec::statusArrived(const QByteArray& json) {
    if (!json.isEmpty() && !m_exit) {
        m_exit = exitCodeOf(json, m_what);
        m_linger.start(linger);
    }
}

void Exec::streamEnded(const std::optional<Error>& error) {
    if (m_exit) {
        finish(*m_exit);
    } else if (error) {
        finish(tl::unexpected(*error));
    } else {
        finish(fail(ErrorCode::Server, "the stream was closed before the server said how the command ended",
                    m_what, "Whether it ran to its end is not known"));
    }
}

void Exec::finish(const Result<int>& exitCode) {
    if (m_done) {
        return;
    }
    m_done = true;
    m_timeout.stop();
    m_linger.stop();
    m_socket->close();
    const Result<int> told = exitCode; // it may be a member
    emit finished(told);
}

std::unique_ptr<Exec> run(Client& client, ExecRequest request, std::function<void(Result<ExecOutput>)> done,
                          qsizetype limit) {
    struct Kept {
        ExecOutput output;
        std::function<void(Result<ExecOutput>)> done;
        void answer(Result<ExecOutput> result) {
            if (const auto once = std::exchange(done, {})) {
                once(std::move(result));
            }
        }
    };
    const auto what = whatOf(request);
    auto exec = std::make_unique<Exec>(client, std::move(request));
    const auto kept = std::make_shared<Kept>(Kept{{}, std::move(done)});
    auto* const inside = exec.get();
    QObject::connect(inside, &Exec::output, inside, [kept, limit, what, inside](const QByteArray& bytes) {
        kept->output.out += bytes;
        if (kept->output.out.size() > limit) {
            kept->output.out.clear();
            inside->setPaused(true);
            kept->answer(fail(ErrorCode::Refused,
                              "the command writes more than " + std::to_string(limit / 1'000'000) + " MB",
                              what));
        }
    });
    QObject::connect(inside, &Exec::errorOutput, inside, [kept](const QByteArray& bytes) {
        kept->output.err = (kept->output.err + bytes).right(keptErrors);
    });
    QObject::connect(inside, &Exec::finished, inside, [kept](const Result<int>& exitCode) {
        if (exitCode) {
            kept->output.exitCode = *exitCode;
            kept->answer(std::move(kept->output));
        } else {
            kept->answer(tl::unexpected(exitCode.error()));
        }
    });
    return exec;
}

} // namespace plimsoll::kube
