// SPDX-License-Identifier: Apache-2.0
// Reading a config_dump of 100 MB, indented as Envoy prints it: clusters, load assignments, listeners and
// virtual hosts of 14,000 Services' ports.
#include "bench/bench.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

namespace plimsoll::bench {
namespace {

constexpr qint64 size = 100'000'000;
constexpr int oneRoute = 300; // virtual hosts

const char* const clusterText = R"(    {
     "version_info": "2026-11-21T08:50:08Z/5",
     "cluster": {
      "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
      "name": "outbound|80||service-%1.team-%2.svc.cluster.local",
      "type": "EDS",
      "eds_cluster_config": {
       "eds_config": {
        "ads": {},
        "initial_fetch_timeout": "0s",
        "resource_api_version": "V3"
       },
       "service_name": "outbound|80||service-%1.team-%2.svc.cluster.local"
      },
      "connect_timeout": "10s",
      "lb_policy": "LEAST_REQUEST",
      "circuit_breakers": {
       "thresholds": [
        {
         "max_connections": 4294967295,
         "max_pending_requests": 4294967295,
         "max_requests": 4294967295,
         "max_retries": 4294967295,
         "track_remaining": true
        }
       ]
      },
      "common_lb_config": {},
      "metadata": {
       "filter_metadata": {
        "istio": {
         "services": [
          {
           "host": "service-%1.team-%2.svc.cluster.local",
           "name": "service-%1",
           "namespace": "team-%2"
          }
         ]
        }
       }
      }
     },
     "last_updated": "2026-11-21T08:50:08.518Z"
    })";

const char* const assignmentText = R"(    {
     "endpoint_config": {
      "@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
      "cluster_name": "outbound|80||service-%1.team-%2.svc.cluster.local",
      "endpoints": [
       {
        "locality": {
         "region": "eu-west-1",
         "zone": "eu-west-1a"
        },
        "lb_endpoints": [
         {
          "endpoint": {
           "address": {
            "socket_address": {
             "address": "10.143.0.1",
             "port_value": 8080
            }
           },
           "health_check_config": {}
          },
          "health_status": "HEALTHY",
          "metadata": {
           "filter_metadata": {
            "envoy.transport_socket_match": {
             "tlsMode": "istio"
            },
            "istio": {
             "workload": "service-%1;team-%2;service-%1;v1;Kubernetes"
            }
           }
          },
          "load_balancing_weight": 1
         }
        ],
        "load_balancing_weight": 1
       }
      ],
      "policy": {
       "overprovisioning_factor": 140
      }
     }
    })";

const char* const listenerText = R"(    {
     "name": "10.%2.%1_443",
     "active_state": {
      "version_info": "2026-11-21T08:50:08Z/5",
      "listener": {
       "@type": "type.googleapis.com/envoy.config.listener.v3.Listener",
       "name": "10.%2.%1_443",
       "address": {
        "socket_address": {
         "address": "10.96.0.1",
         "port_value": 443
        }
       },
       "filter_chains": [
        {
         "filters": [
          {
           "name": "envoy.filters.network.tcp_proxy",
           "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
            "stat_prefix": "outbound|443||service-%1.team-%2.svc.cluster.local",
            "cluster": "outbound|443||service-%1.team-%2.svc.cluster.local"
           }
          }
         ]
        }
       ],
       "traffic_direction": "OUTBOUND",
       "bind_to_port": false
      },
      "last_updated": "2026-11-21T08:50:08.518Z"
     }
    })";

const char* const hostText = R"(      {
       "name": "service-%1.team-%2.svc.cluster.local:80",
       "domains": [
        "service-%1.team-%2.svc.cluster.local",
        "service-%1.team-%2",
        "service-%1.team-%2.svc",
        "10.96.0.1"
       ],
       "routes": [
        {
         "name": "default",
         "match": {
          "prefix": "/"
         },
         "route": {
          "cluster": "outbound|80||service-%1.team-%2.svc.cluster.local",
          "timeout": "0s",
          "retry_policy": {
           "retry_on": "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
           "num_retries": 2,
           "host_selection_retry_max_attempts": "5"
          },
          "max_grpc_timeout": "0s"
         },
         "decorator": {
          "operation": "service-%1.team-%2.svc.cluster.local:80/*"
         }
        }
       ],
       "include_request_attempt_count": true
      })";

/// One section of a quarter of the size; every `group` items stand in an object of their own.
void writeSection(QFile& file, const char* type, const char* list, const char* item, int group = 0) {
    file.write(QStringLiteral("  {\n   \"@type\": \"type.googleapis.com/envoy.admin.v3.%1\",\n   \"%2\": [\n")
                   .arg(QLatin1String(type), QLatin1String(list))
                   .toUtf8());
    const auto end = file.pos() + size / 4;
    for (int n = 0; file.pos() < end; ++n) {
        if (group != 0 && n % group == 0) {
            file.write(n == 0 ? "" : "\n     ]}},\n");
            file.write(QStringLiteral("{\"route_config\": {\"name\": \"%1\", \"virtual_hosts\": [\n")
                           .arg(n)
                           .toUtf8());
        } else if (n != 0) {
            file.write(",\n");
        }
        file.write(QString::fromLatin1(item).arg(n).arg(n % 200).toUtf8());
    }
    file.write(group == 0 ? "\n   ]\n  }" : "\n     ]}}\n   ]\n  }");
}

void writeDump(QFile& file) {
    file.write("{\n \"configs\": [\n");
    writeSection(file, "ClustersConfigDump", "dynamic_active_clusters", clusterText);
    file.write(",\n");
    writeSection(file, "EndpointsConfigDump", "dynamic_endpoint_configs", assignmentText);
    file.write(",\n");
    writeSection(file, "ListenersConfigDump", "dynamic_listeners", listenerText);
    file.write(",\n");
    writeSection(file, "RoutesConfigDump", "dynamic_route_configs", hostText, oneRoute);
    file.write("\n ]\n}\n");
}

} // namespace

int readDump(const QStringList& arguments) {
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("config_dump.json")));
    if (!file.open(QIODevice::WriteOnly)) {
        return complain(Error{ErrorCode::Input, file.errorString().toStdString(),
                              file.fileName().toStdString(), "See that there is room for 100 MB", 0});
    }
    writeDump(file);
    file.close();
    std::vector<double> seconds;
    double peak = 0;
    for (int round = 0; round < std::max(1, arguments.value(1).toInt()); ++round) {
        const auto once = ran(arguments.value(0), {QStringLiteral("dump"), file.fileName(),
                                                   QStringLiteral("-o"), QStringLiteral("json")});
        if (once.exitCode != 0) {
            return complain(Error{ErrorCode::Internal, once.errors.toStdString(), "plimsoll dump", {}, 0});
        }
        seconds.push_back(once.seconds);
        peak = std::max(peak, once.peakMb);
    }
    figure("config_dump of 100 MB: its size", static_cast<double>(file.size()) / 1e6, "MB");
    figure("  start to answer, median", median(seconds), "s", 1);
    figure("  peak memory of the program", peak, "MB", 50);
    return 0;
}

} // namespace plimsoll::bench
