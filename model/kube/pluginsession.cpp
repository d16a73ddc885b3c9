// SPDX-License-Identifier: Apache-2.0
#include "kube/pluginsession.h"

#include <algorithm>

namespace plimsoll::kube {
namespace {

// client-go: an install hint is repeated ten times an hour at most.
constexpr std::size_t mostHints = 10;
constexpr std::chrono::hours hintPeriod{1};

/// Equal for the same stanza and, where it is told of it, the same cluster.
std::string keyOf(const Config& config) {
    const auto& exec = *config.exec;
    std::string key;
    const auto add = [&key](const std::string& part) { key += std::to_string(part.size()) + ':' + part; };
    for (const auto& part : {exec.command, exec.apiVersion, exec.installHint, exec.interactiveMode}) {
        add(part);
    }
    add(std::to_string(exec.args.size()));
    for (const auto& argument : exec.args) {
        add(argument);
    }
    for (const auto& [name, value] : exec.env) {
        add(name);
        add(value);
    }
    add(exec.provideClusterInfo ? execInfo(config) : std::string());
    return key;
}

} // namespace

PluginSession::PluginSession(Config config, Environment env, std::shared_ptr<LoginPath> path, Clock clock)
    : m_config(std::move(config))
    , m_env(std::move(env))
    , m_path(std::move(path))
    , m_clock(std::move(clock)) {}

const PluginSession::Given* PluginSession::current() const {
    const auto& expires = m_given.credential.expires;
    return m_valid && (!expires || now() <= *expires) ? &m_given : nullptr;
}

void PluginSession::run(QObject* who, Said said, Got got) {
    m_waiting.push_back({who, std::move(said), std::move(got)});
    if (!m_plugin) {
        start();
    }
}

void PluginSession::start() {
    m_running = m_config;
    if (!mayHint()) {
        m_running.exec->installHint.clear();
    }
    m_plugin = std::make_unique<ExecPlugin>(m_running, m_env, m_path);
    QObject::connect(m_plugin.get(), &ExecPlugin::said, m_plugin.get(), [this](const QString& line) {
        const auto waiting = m_waiting;
        for (const auto& waiter : waiting) {
            if (waiter.who) {
                waiter.said(line);
            }
        }
    });
    m_plugin->run([self = weak_from_this()](const Result<ExecCredential>& result) {
        if (const auto session = self.lock()) {
            session->done(result);
        }
    });
}

bool PluginSession::mayHint() {
    while (!m_hints.empty() && m_clock() - m_hints.front() >= hintPeriod) {
        m_hints.pop_front();
    }
    return m_hints.size() < mostHints;
}

void PluginSession::done(const Result<ExecCredential>& result) {
    const bool missing = m_plugin->missing();
    m_plugin.release()->deleteLater(); // it is what calls
    const auto& old = m_given.credential;
    if (result) {
        const bool changed = result->certPem != old.certPem || result->keyPem != old.keyPem;
        m_given = {*result, m_given.number + 1, m_given.identity + (changed ? 1 : 0)};
        m_valid = true;
    } else if (missing && !m_running.exec->installHint.empty()) {
        m_hints.push_back(m_clock());
    }
    const auto waiting = std::exchange(m_waiting, {});
    const auto told = result ? Result<Given>(m_given) : Result<Given>(tl::unexpect, result.error());
    for (const auto& waiter : waiting) {
        if (waiter.who) {
            waiter.got(told);
        }
    }
}

void PluginSession::leave(QObject* who) {
    m_waiting.erase(std::remove_if(m_waiting.begin(), m_waiting.end(),
                                   [who](const Waiter& waiter) { return !waiter.who || waiter.who == who; }),
                    m_waiting.end());
    if (m_waiting.empty()) {
        m_plugin.reset();
    }
}

void PluginSession::refuse(unsigned number) {
    if (number == m_given.number) {
        m_valid = false;
    }
}

PluginCache::PluginCache(Environment env) : m_env(std::move(env)) {}

std::shared_ptr<PluginSession> PluginCache::session(const Config& config, PluginSession::Clock clock) {
    auto& session = m_sessions[keyOf(config)];
    if (!session) {
        session = std::make_shared<PluginSession>(config, m_env, m_path, std::move(clock));
    }
    return session;
}

} // namespace plimsoll::kube
