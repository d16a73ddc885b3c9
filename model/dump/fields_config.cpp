// SPDX-License-Identifier: Apache-2.0
#include "dump/fields_tables.h"

namespace plimsoll::dump {

const std::string_view configFields = R"(
[envoy.config.accesslog.v3]
AccessLog filter:>AccessLogFilter
AccessLogFilter status_code_filter:>StatusCodeFilter duration_filter:>DurationFilter runtime_filter:>RuntimeFilter
  and_filter:>AndFilter or_filter:>OrFilter header_filter:>HeaderFilter grpc_status_filter:>GrpcStatusFilter
  metadata_filter:>MetadataFilter log_type_filter:>LogTypeFilter
AndFilter filters:>AccessLogFilter
ComparisonFilter op:e
DurationFilter comparison:>ComparisonFilter
GrpcStatusFilter statuses:e
HeaderFilter header:>config.route.v3.HeaderMatcher
LogTypeFilter types:e
MetadataFilter matcher:>type.matcher.v3.MetadataMatcher match_if_key_not_found:w
OrFilter filters:>AccessLogFilter
RuntimeFilter percent_sampled:>type.v3.FractionalPercent
StatusCodeFilter comparison:>ComparisonFilter
[envoy.config.cluster.v3]
CircuitBreakers thresholds:>CircuitBreakers.Thresholds per_host_thresholds:>CircuitBreakers.Thresholds
CircuitBreakers.Thresholds priority:e max_connections:w max_pending_requests:w max_requests:w max_retries:w
  retry_budget:>CircuitBreakers.Thresholds.RetryBudget max_connection_pools:w
CircuitBreakers.Thresholds.RetryBudget budget_percent:>type.v3.Percent budget_interval:d min_retry_concurrency:w
Cluster transport_socket_matches:2>Cluster.TransportSocketMatch
  transport_socket_matcher:2>xds.type.matcher.v3.Matcher alt_stat_name:2 type:e cluster_type:2
  eds_cluster_config:>Cluster.EdsClusterConfig connect_timeout:d per_connection_buffer_limit_bytes:w
  per_connection_buffer_high_watermark_timeout:2d lb_policy:e
  load_assignment:2>config.endpoint.v3.ClusterLoadAssignment health_checks:>config.core.v3.HealthCheck
  max_requests_per_connection:w circuit_breakers:>CircuitBreakers upstream_http_protocol_options:2
  common_http_protocol_options:2>config.core.v3.HttpProtocolOptions
  http_protocol_options:>config.core.v3.Http1ProtocolOptions
  http2_protocol_options:>config.core.v3.Http2ProtocolOptions typed_extension_protocol_options:2m
  dns_refresh_rate:2d dns_jitter:2d dns_failure_refresh_rate:2>Cluster.RefreshRate respect_dns_ttl:2
  dns_lookup_family:2e dns_resolvers:2>config.core.v3.Address use_tcp_for_dns_lookups:2
  dns_resolution_config:2>config.core.v3.DnsResolutionConfig typed_dns_resolver_config:2 wait_for_warm_on_init:2w
  outlier_detection:2>OutlierDetection cleanup_interval:2d upstream_bind_config:2>config.core.v3.BindConfig
  lb_subset_config:2>Cluster.LbSubsetConfig ring_hash_lb_config:2>Cluster.RingHashLbConfig
  maglev_lb_config:2>Cluster.MaglevLbConfig original_dst_lb_config:2>Cluster.OriginalDstLbConfig
  least_request_lb_config:2>Cluster.LeastRequestLbConfig round_robin_lb_config:2>Cluster.RoundRobinLbConfig
  common_lb_config:2>Cluster.CommonLbConfig transport_socket:2 metadata:2>config.core.v3.Metadata
  protocol_selection:2e upstream_connection_options:2>UpstreamConnectionOptions
  close_connections_on_host_health_failure:2 ignore_health_on_host_removal:2 filters:2>Filter
  load_balancing_policy:2 lrs_server:2>config.core.v3.ConfigSource lrs_report_endpoint_metrics:2
  track_timeout_budgets:2 upstream_config:2 track_cluster_stats:2 preconnect_policy:2>Cluster.PreconnectPolicy
  connection_pool_per_downstream_connection:2
Cluster.CommonLbConfig healthy_panic_threshold:>type.v3.Percent
  zone_aware_lb_config:>Cluster.CommonLbConfig.ZoneAwareLbConfig update_merge_window:d
  consistent_hashing_lb_config:>Cluster.CommonLbConfig.ConsistentHashingLbConfig
  override_host_status:>config.core.v3.HealthStatusSet
Cluster.CommonLbConfig.ConsistentHashingLbConfig hash_balance_factor:w
Cluster.CommonLbConfig.ZoneAwareLbConfig routing_enabled:>type.v3.Percent min_cluster_size:wi
Cluster.EdsClusterConfig eds_config:>config.core.v3.ConfigSource
Cluster.LbSubsetConfig fallback_policy:e default_subset:s
  subset_selectors:>Cluster.LbSubsetConfig.LbSubsetSelector metadata_fallback_policy:e
Cluster.LbSubsetConfig.LbSubsetSelector fallback_policy:e
Cluster.LeastRequestLbConfig choice_count:w active_request_bias:>config.core.v3.RuntimeDouble
  slow_start_config:>Cluster.SlowStartConfig
Cluster.MaglevLbConfig table_size:wi
Cluster.OriginalDstLbConfig upstream_port_override:w
Cluster.PreconnectPolicy per_upstream_preconnect_ratio:w8 predictive_preconnect_ratio:w8
Cluster.RefreshRate base_interval:d max_interval:d
Cluster.RingHashLbConfig minimum_ring_size:wi hash_function:e maximum_ring_size:wi
Cluster.RoundRobinLbConfig slow_start_config:>Cluster.SlowStartConfig
Cluster.SlowStartConfig slow_start_window:d aggression:>config.core.v3.RuntimeDouble
  min_weight_percent:>type.v3.Percent
Cluster.TransportSocketMatch match:s
Filter config_discovery:>config.core.v3.ExtensionConfigSource
OutlierDetection consecutive_5xx:w interval:d base_ejection_time:d max_ejection_percent:w
  enforcing_consecutive_5xx:w enforcing_success_rate:w success_rate_minimum_hosts:w success_rate_request_volume:w
  success_rate_stdev_factor:w consecutive_gateway_failure:w enforcing_consecutive_gateway_failure:w
  consecutive_local_origin_failure:w enforcing_consecutive_local_origin_failure:w
  enforcing_local_origin_success_rate:w failure_percentage_threshold:2w enforcing_failure_percentage:2w
  enforcing_failure_percentage_local_origin:2w failure_percentage_minimum_hosts:2w
  failure_percentage_request_volume:2w max_ejection_time:2d max_ejection_time_jitter:2d
  successful_active_health_check_uneject_host:2w monitors:2 always_eject_one_host:2w detect_degraded_hosts:2w
UpstreamConnectionOptions tcp_keepalive:>config.core.v3.TcpKeepalive
  happy_eyeballs_config:>UpstreamConnectionOptions.HappyEyeballsConfig
UpstreamConnectionOptions.HappyEyeballsConfig first_address_family_version:e first_address_family_count:w
[envoy.config.common.matcher.v3]
HttpGenericBodyMatch patterns:>HttpGenericBodyMatch.GenericTextMatch
HttpGenericBodyMatch.GenericTextMatch binary_match:b
HttpHeadersMatch headers:>config.route.v3.HeaderMatcher
MatchPredicate or_match:>MatchPredicate.MatchSet and_match:>MatchPredicate.MatchSet not_match:>MatchPredicate
  http_request_headers_match:>HttpHeadersMatch http_request_trailers_match:>HttpHeadersMatch
  http_response_headers_match:>HttpHeadersMatch http_response_trailers_match:>HttpHeadersMatch
  http_request_generic_body_match:>HttpGenericBodyMatch http_response_generic_body_match:>HttpGenericBodyMatch
MatchPredicate.MatchSet rules:>MatchPredicate
[envoy.config.common.mutation_rules.v3]
HeaderMutation append:>config.core.v3.HeaderValueOption remove_on_match:>HeaderMutation.RemoveOnMatch
HeaderMutation.RemoveOnMatch key_matcher:>type.matcher.v3.StringMatcher
HeaderMutationRules allow_all_routing:w allow_envoy:w disallow_system:w disallow_all:w
  allow_expression:>type.matcher.v3.RegexMatcher disallow_expression:>type.matcher.v3.RegexMatcher
  disallow_is_error:w
[envoy.config.core.v3]
Address socket_address:>SocketAddress
AlternateProtocolsCacheOptions max_entries:w
ApiConfigSource api_type:e transport_api_version:e grpc_services:>GrpcService refresh_delay:d request_timeout:d
  rate_limit_settings:>RateLimitSettings
AsyncDataSource local:>DataSource remote:>RemoteDataSource
BackoffStrategy base_interval:d max_interval:d
BindConfig source_address:>SocketAddress freebind:w socket_options:>SocketOption
  extra_source_addresses:>ExtraSourceAddress additional_source_addresses:>SocketAddress
CidrRange prefix_len:w
ConfigSource api_config_source:>ApiConfigSource self:>SelfConfigSource initial_fetch_timeout:d
  resource_api_version:e
DataSource inline_bytes:b
DnsResolutionConfig resolvers:>Address
EventServiceConfig grpc_service:>GrpcService
ExtensionConfigSource config_source:>ConfigSource
ExtraSourceAddress address:>SocketAddress socket_options:>SocketOptionsOverride
GrpcService envoy_grpc:>GrpcService.EnvoyGrpc google_grpc:>GrpcService.GoogleGrpc timeout:d
  initial_metadata:>HeaderValue retry_policy:>RetryPolicy
GrpcService.EnvoyGrpc retry_policy:>RetryPolicy max_receive_message_length:w
GrpcService.GoogleGrpc channel_credentials:>GrpcService.GoogleGrpc.ChannelCredentials
  call_credentials:>GrpcService.GoogleGrpc.CallCredentials config:s per_stream_buffer_limit_bytes:w
  channel_args:>GrpcService.GoogleGrpc.ChannelArgs
GrpcService.GoogleGrpc.CallCredentials
  service_account_jwt_access:>GrpcService.GoogleGrpc.CallCredentials.ServiceAccountJWTAccessCredentials
GrpcService.GoogleGrpc.CallCredentials.ServiceAccountJWTAccessCredentials token_lifetime_seconds:i
GrpcService.GoogleGrpc.ChannelArgs args:m>GrpcService.GoogleGrpc.ChannelArgs.Value
GrpcService.GoogleGrpc.ChannelArgs.Value int_value:i
GrpcService.GoogleGrpc.ChannelCredentials ssl_credentials:>GrpcService.GoogleGrpc.SslCredentials
GrpcService.GoogleGrpc.SslCredentials root_certs:>DataSource private_key:>DataSource cert_chain:>DataSource
HeaderValue raw_value:b
HeaderValueOption header:>HeaderValue append:w append_action:e
HealthCheck timeout:d interval:d initial_jitter:2d interval_jitter:d interval_jitter_percent:2
  unhealthy_threshold:w healthy_threshold:w alt_port:w reuse_connection:w
  http_health_check:>HealthCheck.HttpHealthCheck tcp_health_check:>HealthCheck.TcpHealthCheck
  grpc_health_check:>HealthCheck.GrpcHealthCheck no_traffic_interval:d no_traffic_healthy_interval:2d
  unhealthy_interval:d unhealthy_edge_interval:d healthy_edge_interval:2d event_log_path:2 event_logger:2
  event_service:2>EventServiceConfig always_log_health_check_failures:2 always_log_health_check_success:2
  tls_options:2 transport_socket_match_criteria:2s
HealthCheck.GrpcHealthCheck initial_metadata:>HeaderValueOption
HealthCheck.HttpHealthCheck send:>HealthCheck.Payload receive:>HealthCheck.Payload response_buffer_size:wi
  request_headers_to_add:>HeaderValueOption expected_statuses:>type.v3.Int64Range
  retriable_statuses:>type.v3.Int64Range codec_client_type:e service_name_matcher:>type.matcher.v3.StringMatcher
  method:e
HealthCheck.Payload binary:b
HealthCheck.TcpHealthCheck send:>HealthCheck.Payload receive:>HealthCheck.Payload
  proxy_protocol_config:>ProxyProtocolConfig
HealthStatusSet statuses:e
Http1ProtocolOptions allow_absolute_url:w override_stream_error_on_invalid_http_message:w use_balsa_parser:w
  ignore_http_11_upgrade:>type.matcher.v3.StringMatcher
Http2ProtocolOptions hpack_table_size:w max_concurrent_streams:w initial_stream_window_size:w
  initial_connection_window_size:w max_outbound_frames:w max_outbound_control_frames:w
  max_consecutive_inbound_frames_with_empty_payload:w max_inbound_priority_frames_per_stream:w
  max_inbound_window_update_frames_per_data_frame_sent:w override_stream_error_on_invalid_http_message:w
  custom_settings_parameters:>Http2ProtocolOptions.SettingsParameter connection_keepalive:>KeepaliveSettings
  use_oghttp2_codec:2w max_metadata_size:2wi enable_huffman_encoding:2w max_header_field_size_kb:2w
  disallow_obs_text:2w stream_reset_burst:2wi stream_reset_rate:2wi
Http2ProtocolOptions.SettingsParameter identifier:w value:w
Http3ProtocolOptions quic_protocol_options:>QuicProtocolOptions override_stream_error_on_invalid_http_message:w
  disallow_obs_text:w
HttpProtocolOptions idle_timeout:d max_connection_duration:d max_connection_duration_jitter:>type.v3.Percent
  max_headers_count:w max_response_headers_kb:w max_stream_duration:d headers_with_underscores_action:e
  max_requests_per_connection:w
HttpService http_uri:>HttpUri request_headers_to_add:>HeaderValueOption
HttpUri timeout:d
KeepaliveSettings interval:d timeout:d interval_jitter:>type.v3.Percent connection_idle_interval:d
KeyValue value:b
KeyValueAppend record:>KeyValuePair entry:>KeyValue action:e
KeyValueMutation append:>KeyValueAppend
KeyValuePair value:v
Metadata filter_metadata:ms typed_filter_metadata:m
ProxyProtocolConfig version:e pass_through_tlvs:>ProxyProtocolPassThroughTLVs added_tlvs:>TlvEntry
ProxyProtocolPassThroughTLVs match_type:e
QuicKeepAliveSettings max_interval:d initial_interval:d
QuicProtocolOptions max_concurrent_streams:w initial_stream_window_size:w initial_connection_window_size:w
  num_timeouts_to_trigger_port_migration:w connection_keepalive:>QuicKeepAliveSettings idle_network_timeout:d
  max_packet_length:wi connection_migration:>QuicProtocolOptions.ConnectionMigrationSettings
  memory_reduction_timeout:d enable_scone:w
QuicProtocolOptions.ConnectionMigrationSettings
  migrate_idle_connections:>QuicProtocolOptions.ConnectionMigrationSettings.MigrateIdleConnectionSettings
  max_time_on_non_default_network:d
QuicProtocolOptions.ConnectionMigrationSettings.MigrateIdleConnectionSettings max_idle_time_before_migration:d
RateLimitSettings max_tokens:w fill_rate:w8
RemoteDataSource http_uri:>HttpUri retry_policy:>RetryPolicy
RetryPolicy retry_back_off:>BackoffStrategy num_retries:w host_selection_retry_max_attempts:i
RuntimeDouble default_value:8
RuntimeFeatureFlag default_value:w
RuntimeFractionalPercent default_value:>type.v3.FractionalPercent
SelfConfigSource transport_api_version:e
SocketAddress protocol:e
SocketCmsgHeaders level:w type:w
SocketOption level:i name:i int_value:i buf_value:b state:e ip_version:e
SocketOptionsOverride socket_options:>SocketOption
SubstitutionFormatString json_format:s text_format_source:>DataSource
TcpKeepalive keepalive_probes:w keepalive_time:w keepalive_interval:w
TlvEntry value:b format_string:>SubstitutionFormatString
UdpSocketConfig max_rx_datagram_size:wi prefer_gro:w
= TypedExtensionConfig
[envoy.config.endpoint.v3]
ClusterLoadAssignment endpoints:>LocalityLbEndpoints named_endpoints:m>Endpoint
  policy:>ClusterLoadAssignment.Policy
ClusterLoadAssignment.Policy drop_overloads:>ClusterLoadAssignment.Policy.DropOverload overprovisioning_factor:w
  endpoint_stale_after:d
ClusterLoadAssignment.Policy.DropOverload drop_percentage:>type.v3.FractionalPercent
Endpoint address:>config.core.v3.Address health_check_config:>Endpoint.HealthCheckConfig
  additional_addresses:>Endpoint.AdditionalAddress
Endpoint.AdditionalAddress address:>config.core.v3.Address
Endpoint.HealthCheckConfig address:>config.core.v3.Address
LbEndpoint endpoint:>Endpoint health_status:e metadata:>config.core.v3.Metadata load_balancing_weight:w
LedsClusterLocalityConfig leds_config:>config.core.v3.ConfigSource
LocalityLbEndpoints metadata:>config.core.v3.Metadata lb_endpoints:>LbEndpoint
  load_balancer_endpoints:>LocalityLbEndpoints.LbEndpointList
  leds_cluster_locality_config:>LedsClusterLocalityConfig load_balancing_weight:w proximity:w
LocalityLbEndpoints.LbEndpointList lb_endpoints:>LbEndpoint
[envoy.config.listener.v3]
AdditionalAddress address:>config.core.v3.Address socket_options:>config.core.v3.SocketOptionsOverride
  tcp_keepalive:>config.core.v3.TcpKeepalive
Filter config_discovery:>config.core.v3.ExtensionConfigSource
FilterChain filter_chain_match:>FilterChainMatch filters:>Filter use_proxy_proto:w
  metadata:>config.core.v3.Metadata transport_socket_connect_timeout:d
FilterChainMatch destination_port:w prefix_ranges:>config.core.v3.CidrRange suffix_len:w
  direct_source_prefix_ranges:>config.core.v3.CidrRange source_type:e
  source_prefix_ranges:>config.core.v3.CidrRange
Listener address:>config.core.v3.Address additional_addresses:2>AdditionalAddress stat_prefix:2
  filter_chains:>FilterChain fcds_config:2>Listener.FcdsConfig filter_chain_matcher:2>xds.type.matcher.v3.Matcher
  use_original_dst:w default_filter_chain:2>FilterChain per_connection_buffer_limit_bytes:w
  per_connection_buffer_high_watermark_timeout:2d metadata:>config.core.v3.Metadata
  deprecated_v1:>Listener.DeprecatedV1 drain_type:e listener_filters:>ListenerFilter listener_filters_timeout:d
  continue_on_listener_filters_timeout:2 transparent:w freebind:w socket_options:>config.core.v3.SocketOption
  tcp_fast_open_queue_length:w traffic_direction:2e udp_listener_config:2>UdpListenerConfig api_listener:2
  connection_balance_config:2 reuse_port:2 enable_reuse_port:2w access_log:2>config.accesslog.v3.AccessLog
  tcp_backlog_size:2w max_connections_to_accept_per_socket_event:2w bind_to_port:2w internal_listener:2
  enable_mptcp:2 ignore_global_conn_limit:2 bypass_overload_manager:2 tcp_keepalive:2>config.core.v3.TcpKeepalive
Listener.DeprecatedV1 bind_to_port:w
Listener.FcdsConfig config_source:>config.core.v3.ConfigSource
ListenerFilter config_discovery:>config.core.v3.ExtensionConfigSource
QuicProtocolOptions quic_protocol_options:>config.core.v3.QuicProtocolOptions idle_timeout:d
  crypto_handshake_timeout:d enabled:>config.core.v3.RuntimeFeatureFlag
  packets_to_read_to_connection_count_ratio:w send_disable_active_migration:w
  save_cmsg_config:>config.core.v3.SocketCmsgHeaders max_sessions_per_event_loop:w
UdpListenerConfig downstream_socket_config:>config.core.v3.UdpSocketConfig quic_options:>QuicProtocolOptions
[envoy.config.ratelimit.v3]
RateLimitServiceConfig grpc_service:>config.core.v3.GrpcService transport_api_version:e
[envoy.config.rbac.v3]
Permission and_rules:>Permission.Set or_rules:>Permission.Set header:>config.route.v3.HeaderMatcher
  url_path:>type.matcher.v3.PathMatcher destination_ip:>config.core.v3.CidrRange
  metadata:>type.matcher.v3.MetadataMatcher not_rule:>Permission
  requested_server_name:>type.matcher.v3.StringMatcher sourced_metadata:>SourcedMetadata
Permission.Set rules:>Permission
Policy permissions:>Permission principals:>Principal condition:>google.api.expr.v1alpha1.Expr
  checked_condition:>google.api.expr.v1alpha1.CheckedExpr
Principal and_ids:>Principal.Set or_ids:>Principal.Set authenticated:>Principal.Authenticated
  source_ip:>config.core.v3.CidrRange direct_remote_ip:>config.core.v3.CidrRange
  remote_ip:>config.core.v3.CidrRange header:>config.route.v3.HeaderMatcher url_path:>type.matcher.v3.PathMatcher
  metadata:>type.matcher.v3.MetadataMatcher filter_state:>type.matcher.v3.FilterStateMatcher not_id:>Principal
  sourced_metadata:>SourcedMetadata
Principal.Authenticated principal_name:>type.matcher.v3.StringMatcher
Principal.Set ids:>Principal
RBAC action:e policies:m>Policy audit_logging_options:>RBAC.AuditLoggingOptions
RBAC.AuditLoggingOptions audit_condition:e
SourcedMetadata metadata_matcher:>type.matcher.v3.MetadataMatcher metadata_source:e
[envoy.config.route.v3]
CookieMatcher string_match:>type.matcher.v3.StringMatcher
CorsPolicy allow_origin_string_match:>type.matcher.v3.StringMatcher allow_credentials:w
  filter_enabled:>config.core.v3.RuntimeFractionalPercent shadow_enabled:>config.core.v3.RuntimeFractionalPercent
  allow_private_network_access:w forward_not_matching_preflights:w
Decorator propagate:w
DirectResponseAction body:>config.core.v3.DataSource body_format:>config.core.v3.SubstitutionFormatString
HeaderMatcher safe_regex_match:>type.matcher.v3.RegexMatcher range_match:>type.v3.Int64Range
  string_match:>type.matcher.v3.StringMatcher
HedgePolicy initial_requests:w additional_request_chance:>type.v3.FractionalPercent
InternalRedirectPolicy max_internal_redirects:w
QueryParameterMatcher string_match:>type.matcher.v3.StringMatcher
RateLimit stage:w actions:>RateLimit.Action limit:>RateLimit.Override hits_addend:>RateLimit.HitsAddend
  x_ratelimit_option:e
RateLimit.Action header_value_match:>RateLimit.Action.HeaderValueMatch metadata:>RateLimit.Action.MetaData
  masked_remote_address:>RateLimit.Action.MaskedRemoteAddress
  query_parameter_value_match:>RateLimit.Action.QueryParameterValueMatch
  remote_address_match:>RateLimit.Action.RemoteAddressMatch
RateLimit.Action.HeaderValueMatch expect_match:w headers:>HeaderMatcher
RateLimit.Action.MaskedRemoteAddress v4_prefix_mask_len:w v6_prefix_mask_len:w
RateLimit.Action.MetaData source:e
RateLimit.Action.QueryParameterValueMatch expect_match:w query_parameters:>QueryParameterMatcher
RateLimit.Action.RemoteAddressMatch address_matcher:>type.matcher.v3.AddressMatcher
RateLimit.HitsAddend number:wi
RateLimit.Override rate_limit:>RateLimit.Override.RateLimitOverride
RateLimit.Override.RateLimitOverride unit:e
RedirectAction regex_rewrite:>type.matcher.v3.RegexMatchAndSubstitute response_code:e
RetryPolicy num_retries:w per_try_timeout:d per_try_idle_timeout:d host_selection_retry_max_attempts:i
  retry_back_off:>RetryPolicy.RetryBackOff rate_limited_retry_back_off:>RetryPolicy.RateLimitedRetryBackOff
  retriable_headers:>HeaderMatcher retriable_request_headers:>HeaderMatcher
RetryPolicy.RateLimitedRetryBackOff reset_headers:>RetryPolicy.ResetHeader max_interval:d
RetryPolicy.ResetHeader format:e
RetryPolicy.RetryBackOff base_interval:d max_interval:d
Route match:>RouteMatch route:>RouteAction redirect:>RedirectAction direct_response:>DirectResponseAction
  filter_action:2 non_forwarding_action:2 metadata:>config.core.v3.Metadata decorator:>Decorator
  typed_per_filter_config:m request_headers_to_add:>config.core.v3.HeaderValueOption
  response_headers_to_add:>config.core.v3.HeaderValueOption tracing:>Tracing per_request_buffer_limit_bytes:2w
  stat_prefix:2 request_body_buffer_limit:2wi
RouteAction weighted_clusters:>WeightedCluster cluster_specifier_plugin:2 inline_cluster_specifier_plugin:2
  cluster_not_found_response_code:2e metadata_match:>config.core.v3.Metadata
  regex_rewrite:2>type.matcher.v3.RegexMatchAndSubstitute path_rewrite_policy:2 path_rewrite:2 auto_host_rewrite:w
  host_rewrite_header:2 host_rewrite_path_regex:2>type.matcher.v3.RegexMatchAndSubstitute host_rewrite:2
  append_x_forwarded_host:2 timeout:d idle_timeout:2d flush_timeout:2d early_data_policy:2
  retry_policy:>RetryPolicy retry_policy_typed_config:2 request_mirror_policies:2>RouteAction.RequestMirrorPolicy
  priority:e rate_limits:>RateLimit include_vh_rate_limits:w hash_policy:>RouteAction.HashPolicy cors:2>CorsPolicy
  max_grpc_timeout:2d grpc_timeout_offset:2d upgrade_configs:2>RouteAction.UpgradeConfig
  internal_redirect_policy:2>InternalRedirectPolicy internal_redirect_action:2e max_internal_redirects:2w
  hedge_policy:2>HedgePolicy max_stream_duration:2>RouteAction.MaxStreamDuration
RouteAction.HashPolicy header:>RouteAction.HashPolicy.Header cookie:>RouteAction.HashPolicy.Cookie
RouteAction.HashPolicy.Cookie ttl:d
RouteAction.HashPolicy.Header regex_rewrite:>type.matcher.v3.RegexMatchAndSubstitute
RouteAction.MaxStreamDuration max_stream_duration:d grpc_timeout_header_max:d grpc_timeout_header_offset:d
RouteAction.RequestMirrorPolicy runtime_fraction:>config.core.v3.RuntimeFractionalPercent trace_sampled:w
  request_headers_mutations:>config.common.mutation_rules.v3.HeaderMutation
RouteAction.UpgradeConfig enabled:w connect_config:>RouteAction.UpgradeConfig.ConnectConfig
RouteAction.UpgradeConfig.ConnectConfig proxy_protocol_config:>config.core.v3.ProxyProtocolConfig
RouteConfiguration virtual_hosts:>VirtualHost vhds:>Vhds response_headers_to_add:>config.core.v3.HeaderValueOption
  request_headers_to_add:>config.core.v3.HeaderValueOption validate_clusters:w
  max_direct_response_body_size_bytes:w request_mirror_policies:>RouteAction.RequestMirrorPolicy vhost_header:2
  typed_per_filter_config:2m metadata:2>config.core.v3.Metadata
RouteMatch safe_regex:>type.matcher.v3.RegexMatcher case_sensitive:w
  runtime_fraction:>config.core.v3.RuntimeFractionalPercent headers:>HeaderMatcher
  query_parameters:>QueryParameterMatcher cookies:2>CookieMatcher tls_context:>RouteMatch.TlsContextMatchOptions
  dynamic_metadata:>type.matcher.v3.MetadataMatcher filter_state:2>type.matcher.v3.FilterStateMatcher
RouteMatch.TlsContextMatchOptions presented:w validated:w
ScopedRouteConfiguration route_configuration:>RouteConfiguration
Tracing client_sampling:>type.v3.FractionalPercent random_sampling:>type.v3.FractionalPercent
  overall_sampling:>type.v3.FractionalPercent
Vhds config_source:>config.core.v3.ConfigSource
VirtualCluster headers:>HeaderMatcher
VirtualHost routes:>Route matcher:2>xds.type.matcher.v3.Matcher require_tls:e virtual_clusters:>VirtualCluster
  rate_limits:>RateLimit request_headers_to_add:>config.core.v3.HeaderValueOption
  response_headers_to_add:>config.core.v3.HeaderValueOption cors:>CorsPolicy typed_per_filter_config:m
  include_attempt_count_in_response:2 retry_policy:2>RetryPolicy retry_policy_typed_config:2
  hedge_policy:2>HedgePolicy include_is_timeout_retry_header:2 per_request_buffer_limit_bytes:2w
  request_body_buffer_limit:2wi request_mirror_policies:2>RouteAction.RequestMirrorPolicy
  metadata:2>config.core.v3.Metadata
WeightedCluster clusters:>WeightedCluster.ClusterWeight total_weight:w use_hash_policy:w
WeightedCluster.ClusterWeight weight:w metadata_match:>config.core.v3.Metadata
  request_headers_to_add:>config.core.v3.HeaderValueOption
  response_headers_to_add:>config.core.v3.HeaderValueOption typed_per_filter_config:m
[envoy.config.trace.v3]
ClientConfig max_cache_size:w
DatadogConfig remote_config:>DatadogRemoteConfig
DatadogRemoteConfig polling_interval:d
LightstepConfig access_token:>config.core.v3.DataSource propagation_modes:e
OpenTelemetryConfig grpc_service:>config.core.v3.GrpcService http_service:>config.core.v3.HttpService
  max_cache_size:w set_telemetry_sdk_resource_attributes:w set_service_name_resource_attribute:w
SkyWalkingConfig grpc_service:>config.core.v3.GrpcService client_config:>ClientConfig
ZipkinConfig shared_span_context:w collector_endpoint_version:e trace_context_option:e
  collector_service:>config.core.v3.HttpService
)";

const std::string_view typeFields = R"(
[envoy.type.http.v3]
Cookie ttl:d
[envoy.type.matcher.v3]
AddressMatcher ranges:>xds.core.v3.CidrRange
DoubleMatcher range:>type.v3.DoubleRange exact:8
FilterStateMatcher string_match:>StringMatcher address_match:>AddressMatcher
ListMatcher one_of:>ValueMatcher
ListStringMatcher patterns:>StringMatcher
MetadataMatcher value:>ValueMatcher
OrMatcher value_matchers:>ValueMatcher
PathMatcher path:>StringMatcher
RegexMatchAndSubstitute pattern:>RegexMatcher
RegexMatcher google_re2:>RegexMatcher.GoogleRE2
RegexMatcher.GoogleRE2 max_program_size:w
StringMatcher safe_regex:>RegexMatcher
ValueMatcher double_match:>DoubleMatcher string_match:>StringMatcher list_match:>ListMatcher or_match:>OrMatcher
[envoy.type.v3]
DoubleRange start:8 end:8
FractionalPercent denominator:e
HttpStatus code:e
Int64Range start:i end:i
Percent value:8
TokenBucket tokens_per_fill:w fill_interval:d
[google.api.expr.v1alpha1]
CheckedExpr reference_map:m>Reference type_map:m>Type source_info:>SourceInfo expr:>Expr
Constant null_value:e int64_value:i uint64_value:i double_value:8 bytes_value:b duration_value:d timestamp_value:t
Expr id:i const_expr:>Constant select_expr:>Expr.Select call_expr:>Expr.Call list_expr:>Expr.CreateList
  struct_expr:>Expr.CreateStruct comprehension_expr:>Expr.Comprehension
Expr.Call target:>Expr args:>Expr
Expr.Comprehension iter_range:>Expr accu_init:>Expr loop_condition:>Expr loop_step:>Expr result:>Expr
Expr.CreateList elements:>Expr
Expr.CreateStruct entries:>Expr.CreateStruct.Entry
Expr.CreateStruct.Entry id:i map_key:>Expr value:>Expr
Expr.Select operand:>Expr
Reference value:>Constant
SourceInfo positions:m macro_calls:m>Expr extensions:>SourceInfo.Extension
SourceInfo.Extension affected_components:e version:>SourceInfo.Extension.Version
SourceInfo.Extension.Version major:i minor:i
Type null:e primitive:e wrapper:e well_known:e list_type:>Type.ListType map_type:>Type.MapType
  function:>Type.FunctionType type:>Type abstract_type:>Type.AbstractType
Type.AbstractType parameter_types:>Type
Type.FunctionType result_type:>Type arg_types:>Type
Type.ListType elem_type:>Type
Type.MapType key_type:>Type value_type:>Type
[opentelemetry.proto.common.v1]
AnyValue int_value:i double_value:8 array_value:>ArrayValue kvlist_value:>KeyValueList bytes_value:b
ArrayValue values:>AnyValue
KeyValue value:>AnyValue
KeyValueList values:>KeyValue
[xds.core.v3]
CidrRange prefix_len:w
[xds.type.matcher.v3]
Matcher matcher_list:>Matcher.MatcherList matcher_tree:>Matcher.MatcherTree on_no_match:>Matcher.OnMatch
Matcher.MatcherList matchers:>Matcher.MatcherList.FieldMatcher
Matcher.MatcherList.FieldMatcher on_match:>Matcher.OnMatch
Matcher.MatcherTree exact_match_map:>Matcher.MatcherTree.MatchMap prefix_match_map:>Matcher.MatcherTree.MatchMap
Matcher.MatcherTree.MatchMap map:m>Matcher.OnMatch
Matcher.OnMatch matcher:>Matcher
[udpa.type.v1]
TypedStruct value:s
[xds.type.v3]
TypedStruct value:s
)";

} // namespace plimsoll::dump
