// SPDX-License-Identifier: Apache-2.0
#include "kube/execplugin.h"

#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <unistd.h>

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <csignal>

namespace plimsoll::kube {
namespace {

using Json = nlohmann::ordered_json; // as client-go writes it: some plugins look for the text

constexpr qsizetype mostOutput = 4 << 20; // a credential has a few kB
constexpr qsizetype mostErrors = 4096;    // kept for the message

std::string textAt(const Json& object, const char* key) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

QString cleaned(const QByteArray& bytes) {
    static const QRegularExpression ansi(QStringLiteral("\x1b\\[[0-9;?]*[ -/]*[@-~]"));
    auto text = QString::fromUtf8(bytes);
    text.remove(ansi);
    return withoutTokens(text);
}

} // namespace

QString withoutTokens(QString text) {
    static const QRegularExpression tokens(QStringLiteral(
        "\\beyJ[\\w-]{8,}(?:\\.[\\w-]*)*|k8s-aws-v1\\.[\\w=-]+|\\bya29\\.[\\w.-]+|(?<=Bearer )\\S+|"
        "(?<=\"token\":)\\s*\"[^\"]*\"|(?<=\"id_token\":)\\s*\"[^\"]*\"|(?<=\"access_token\":)\\s*\"[^\"]*\"|"
        "(?<=\"refresh_token\":)\\s*\"[^\"]*\"|[A-Za-z0-9_+/=-]{100,}"));
    return text.replace(tokens, QStringLiteral("(hidden)"));
}

Result<ExecCredential> parseExecCredential(const QByteArray& json, const std::string& apiVersion) {
    const auto refuse = [](const std::string& what) {
        return fail(ErrorCode::Unauthorized, "exec plugin: " + what);
    };
    const auto object = Json::parse(json.begin(), json.end(), nullptr, false);
    if (!object.is_object()) {
        return refuse(json.trimmed().isEmpty() ? "it printed nothing"
                                               : "what it printed is not a JSON object");
    }
    if (const auto kind = textAt(object, "kind"); kind != "ExecCredential") {
        return refuse("it printed kind \"" + shortened(kind) + "\", not ExecCredential");
    }
    if (const auto version = textAt(object, "apiVersion"); version != apiVersion) {
        return refuse("plugin is configured to use API version " + apiVersion + ", plugin returned version " +
                      shortened(version));
    }
    const auto status = object.find("status");
    if (status == object.end() || !status->is_object()) {
        return refuse("plugin didn't return a status field");
    }
    ExecCredential credential{textAt(*status, "token"), textAt(*status, "clientCertificateData"),
                              textAt(*status, "clientKeyData"), std::nullopt};
    if (credential.certPem.empty() != credential.keyPem.empty()) {
        return refuse("plugin returned only certificate or key, not both");
    }
    if (credential.token.empty() && credential.certPem.empty()) {
        return refuse("plugin didn't return a token or cert/key pair");
    }
    for (const char c : credential.token) {
        if (static_cast<unsigned char>(c) < 0x20) {
            return refuse("the token holds a line break or another control character");
        }
    }
    if (const auto expires = textAt(*status, "expirationTimestamp"); !expires.empty()) {
        credential.expires = parseTime(expires);
        if (!credential.expires) {
            return refuse("expirationTimestamp is no time: " + shortened(expires));
        }
    }
    return credential;
}

std::string execInfo(const Config& config) {
    Json spec = Json::object();
    if (config.exec->provideClusterInfo) {
        Json cluster = {{"server", config.server}};
        if (!config.tlsServerName.empty()) {
            cluster["tls-server-name"] = config.tlsServerName;
        }
        if (config.insecureSkipTlsVerify) {
            cluster["insecure-skip-tls-verify"] = true;
        }
        if (!config.caPem.empty()) {
            cluster["certificate-authority-data"] =
                QByteArray::fromStdString(config.caPem).toBase64().toStdString();
        }
        if (!config.proxyUrl.empty()) {
            cluster["proxy-url"] = config.proxyUrl;
        }
        if (config.disableCompression) {
            cluster["disable-compression"] = true;
        }
        const auto extension = Json::parse(config.exec->clusterExtension, nullptr, false);
        cluster["config"] = extension.is_discarded() ? Json(nullptr) : extension;
        spec["cluster"] = std::move(cluster);
    }
    spec["interactive"] = false;
    const Json info = {{"kind", "ExecCredential"}, {"apiVersion", config.exec->apiVersion}, {"spec", spec}};
    return info.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExecPlugin::ExecPlugin(const Config& config, Environment env, std::shared_ptr<LoginPath> path)
    : m_config(config), m_env(std::move(env)), m_path(std::move(path)) {
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &ExecPlugin::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &ExecPlugin::readErrors);
    connect(&m_process, &QProcess::finished, this, &ExecPlugin::ended);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            finish(failure("cannot be started: " + m_process.errorString().toStdString(),
                           "Check the command of the user in the kubeconfig"));
        }
    });
}

ExecPlugin::~ExecPlugin() {
    m_process.disconnect(this);
    kill();
}

void ExecPlugin::kill() {
    if (m_process.state() == QProcess::NotRunning) {
        return;
    }
    if (m_process.processId() > 0) {
        ::kill(static_cast<pid_t>(-m_process.processId()), SIGKILL); // its whole session
    }
    m_process.kill();
    m_process.waitForFinished(1000);
}

Failure ExecPlugin::failure(const std::string& what, const std::string& hint) const {
    return fail(
        ErrorCode::Unauthorized, "exec: executable " + shortened(m_config.exec->command, 200) + " " + what,
        m_config.context.empty() ? std::string() : "context \"" + shortened(m_config.context) + "\"", hint);
}

void ExecPlugin::run(Done done) {
    m_done = std::move(done);
    const auto& exec = *m_config.exec;
    if (exec.interactiveMode == "Always") {
        finish(failure("needs a terminal (interactiveMode: Always), and Plimsoll gives it none",
                       "Log in with it in a terminal first, or set interactiveMode: IfAvailable"));
        return;
    }
    const auto command = QString::fromStdString(exec.command);
    const auto program = command.contains(u'/') ? (QFileInfo::exists(command) ? command : QString())
                                                : QStandardPaths::findExecutable(command);
    if (!program.isEmpty()) {
        start(program);
    } else if (command.contains(u'/') || m_env.terminal || m_env.shell.empty()) {
        notFound();
    } else if (m_path->has_value()) {
        startFrom(**m_path);
    } else {
        askLoginShell();
    }
}

void ExecPlugin::askLoginShell() {
    m_shell = std::make_unique<LoginShell>();
    m_shell->askPath(QString::fromStdString(m_env.shell), [this](const QString& path) {
        *m_path = path;
        m_shell.release()->deleteLater(); // it is what calls
        startFrom(path);
    });
}

void ExecPlugin::startFrom(const QString& path) {
    const auto program = path.isEmpty()
                             ? QString()
                             : QStandardPaths::findExecutable(QString::fromStdString(m_config.exec->command),
                                                              path.split(QDir::listSeparator()));
    program.isEmpty() ? notFound() : start(program);
}

void ExecPlugin::notFound() {
    const auto hint =
        cleaned(QByteArray::fromStdString(m_config.exec->installHint)).simplified().toStdString();
    m_missing = true;
    finish(failure("not found",
                   hint.empty() ? "Install it, or put its folder into PATH" : shortened(hint, 1000)));
}

void ExecPlugin::start(const QString& program) {
    const auto& exec = *m_config.exec;
    auto environment = QProcessEnvironment::systemEnvironment();
    if (m_path->has_value() && !(*m_path)->isEmpty()) { // its helpers are where it is
        environment.insert(QStringLiteral("PATH"), **m_path);
    }
    for (const auto& [name, value] : exec.env) {
        environment.insert(QString::fromStdString(name), QString::fromStdString(value));
    }
    environment.insert(QStringLiteral("KUBERNETES_EXEC_INFO"), QString::fromStdString(execInfo(m_config)));
    m_process.setProcessEnvironment(environment);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([] {
        ::setsid();                         // so that it can be killed with all that it starts
        ::prctl(PR_SET_PDEATHSIG, SIGTERM); // and does not outlive us
    });
    QStringList arguments;
    for (const auto& argument : exec.args) {
        arguments.push_back(QString::fromStdString(argument));
    }
    m_process.start(program, arguments);
}

void ExecPlugin::readOutput() {
    m_output += m_process.readAllStandardOutput();
    if (m_output.size() > mostOutput) {
        finish(failure("printed more than 4 MB", "This is no credential plugin: check the command"));
    }
}

void ExecPlugin::readErrors() {
    const auto bytes = m_process.readAllStandardError();
    m_errors = (m_errors + bytes).right(mostErrors);
    m_errorLine += bytes;
    for (auto end = m_errorLine.indexOf('\n'); end >= 0; end = m_errorLine.indexOf('\n')) {
        const auto line = cleaned(m_errorLine.left(end)).trimmed();
        m_errorLine.remove(0, end + 1);
        if (!line.isEmpty()) {
            emit said(QString::fromStdString(shortened(line.toStdString(), 1000)));
        }
    }
    m_errorLine = m_errorLine.right(mostErrors);
}

void ExecPlugin::ended(int code, QProcess::ExitStatus status) {
    readOutput();
    readErrors();
    const auto words = shortened(cleaned(m_errors).simplified().toStdString(), 1000);
    if (status == QProcess::CrashExit || code != 0) {
        const auto how = status == QProcess::CrashExit ? std::string("was ended by a signal")
                                                       : "failed with exit code " + std::to_string(code);
        finish(failure(how + (words.empty() ? "" : ": " + words), "Run it in a terminal to log in again"));
        return;
    }
    auto credential = parseExecCredential(m_output, m_config.exec->apiVersion);
    if (!credential) {
        finish(failure("gave no credential: " + credential.error().what +
                           (words.empty() ? "" : " (" + words + ")"),
                       "Run it in a terminal to see what it prints"));
        return;
    }
    finish(credential);
}

void ExecPlugin::finish(const Result<ExecCredential>& result) {
    if (auto done = std::exchange(m_done, nullptr)) {
        m_process.disconnect(this);
        done(result);
    }
}

} // namespace plimsoll::kube
