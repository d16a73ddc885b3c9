// SPDX-License-Identifier: Apache-2.0
// What credential plugins gave, shared by all clients that have the same stanza: a browser opens once for
// them, also when contexts are changed. Source: client-go plugin/pkg/client/auth/exec (its cache of
// authenticators).
#pragma once

#include "kube/execplugin.h"

#include <QPointer>

#include <chrono>
#include <deque>
#include <map>

namespace plimsoll::kube {

/// One stanza's credential. One thread; holds a process only while somebody waits for it.
class PluginSession final : public std::enable_shared_from_this<PluginSession> {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    struct Given {
        ExecCredential credential;
        unsigned number = 0;   // grows with every run
        unsigned identity = 0; // grows when the certificate changes
    };
    using Said = std::function<void(const QString& line)>;
    using Got = std::function<void(const Result<Given>&)>;

    PluginSession(Config config, Environment env, std::shared_ptr<LoginPath> path, Clock clock);

    /// What was given and is neither expired nor refused; else null.
    [[nodiscard]] const Given* current() const;
    [[nodiscard]] unsigned number() const { return m_given.number; }
    /// Runs the plugin, or joins the run that is under way.
    void run(QObject* who, Said said, Got got);
    /// No answer for it any more; a run that nobody waits for is ended.
    void leave(QObject* who);
    void refuse(unsigned number);

private:
    struct Waiter {
        QPointer<QObject> who;
        Said said;
        Got got;
    };
    void start();
    void done(const Result<ExecCredential>& result);
    [[nodiscard]] bool mayHint();

    const Config m_config;
    Config m_running; // with or without the install hint
    Environment m_env;
    std::shared_ptr<LoginPath> m_path;
    Clock m_clock;
    Given m_given;
    bool m_valid = false;
    std::unique_ptr<ExecPlugin> m_plugin;
    std::deque<Waiter> m_waiting;
    std::deque<std::chrono::steady_clock::time_point> m_hints;
};

/// The sessions of a program, by stanza. Used on one thread at a time.
class PluginCache {
public:
    explicit PluginCache(Environment env = Environment::ofProcess());
    [[nodiscard]] std::shared_ptr<PluginSession> session(const Config& config, PluginSession::Clock clock);

private:
    Environment m_env;
    std::shared_ptr<LoginPath> m_path = std::make_shared<LoginPath>();
    std::map<std::string, std::shared_ptr<PluginSession>> m_sessions;
};

} // namespace plimsoll::kube
