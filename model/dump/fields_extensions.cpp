// SPDX-License-Identifier: Apache-2.0
#include "dump/fields_tables.h"

namespace plimsoll::dump {

const std::string_view extensionFields = R"(
[envoy.extensions.access_loggers.file.v3]
FileAccessLog json_format:s typed_json_format:s log_format:>config.core.v3.SubstitutionFormatString
[envoy.extensions.access_loggers.grpc.v3]
CommonGrpcAccessLogConfig grpc_service:>config.core.v3.GrpcService transport_api_version:e buffer_flush_interval:d
  buffer_size_bytes:w grpc_stream_retry_policy:>config.core.v3.RetryPolicy
HttpGrpcAccessLogConfig common_config:>CommonGrpcAccessLogConfig
TcpGrpcAccessLogConfig common_config:>CommonGrpcAccessLogConfig
[envoy.extensions.access_loggers.open_telemetry.v3]
OpenTelemetryAccessLogConfig common_config:>extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig
  http_service:>config.core.v3.HttpService grpc_service:>config.core.v3.GrpcService
  resource_attributes:>opentelemetry.proto.common.v1.KeyValueList body:>opentelemetry.proto.common.v1.AnyValue
  attributes:>opentelemetry.proto.common.v1.KeyValueList buffer_flush_interval:d buffer_size_bytes:w
[envoy.extensions.access_loggers.stream.v3]
StderrAccessLog log_format:>config.core.v3.SubstitutionFormatString
StdoutAccessLog log_format:>config.core.v3.SubstitutionFormatString
[envoy.extensions.access_loggers.wasm.v3]
WasmAccessLog config:>extensions.wasm.v3.PluginConfig
[envoy.extensions.clusters.dns.v3]
DnsCluster dns_refresh_rate:d dns_failure_refresh_rate:>DnsCluster.RefreshRate dns_jitter:d dns_lookup_family:e
  dns_min_refresh_rate:d
DnsCluster.RefreshRate base_interval:d max_interval:d
[envoy.extensions.clusters.dynamic_forward_proxy.v3]
ClusterConfig dns_cache_config:>extensions.common.dynamic_forward_proxy.v3.DnsCacheConfig
  sub_clusters_config:>SubClustersConfig
SubClustersConfig lb_policy:e max_sub_clusters:w sub_cluster_ttl:d
  preresolve_clusters:>config.core.v3.SocketAddress dns_cluster_config:>extensions.clusters.dns.v3.DnsCluster
[envoy.extensions.common.dynamic_forward_proxy.v3]
DnsCacheCircuitBreakers max_pending_requests:w
DnsCacheConfig dns_lookup_family:e dns_refresh_rate:d dns_min_refresh_rate:d host_ttl:d max_hosts:w
  dns_failure_refresh_rate:>config.cluster.v3.Cluster.RefreshRate
  dns_cache_circuit_breaker:>DnsCacheCircuitBreakers dns_resolution_config:>config.core.v3.DnsResolutionConfig
  preresolve_hostnames:>config.core.v3.SocketAddress dns_query_timeout:d
  resolved_address_filter:2>type.matcher.v3.AddressMatcher
[envoy.extensions.common.ratelimit.v3]
LocalRateLimitDescriptor token_bucket:>type.v3.TokenBucket
RateLimitDescriptor limit:>RateLimitDescriptor.RateLimitOverride hits_addend:wi
RateLimitDescriptor.RateLimitOverride unit:e
= LocalClusterRateLimit RateLimitDescriptor.Entry
[envoy.extensions.compression.gzip.compressor.v3]
Gzip memory_level:w compression_level:e compression_strategy:e window_bits:w chunk_size:w
[envoy.extensions.compression.gzip.decompressor.v3]
Gzip window_bits:w chunk_size:w max_inflate_ratio:w
[envoy.extensions.filters.common.fault.v3]
FaultDelay fixed_delay:d percentage:>type.v3.FractionalPercent
FaultRateLimit fixed_limit:>FaultRateLimit.FixedLimit percentage:>type.v3.FractionalPercent
FaultRateLimit.FixedLimit limit_kbps:i
= FaultDelay.HeaderDelay FaultRateLimit.HeaderLimit
[envoy.extensions.filters.common.set_filter_state.v3]
FilterStateValue format_string:>config.core.v3.SubstitutionFormatString shared_with_upstream:e
[envoy.extensions.filters.http.buffer.v3]
Buffer max_request_bytes:w
BufferPerRoute buffer:>Buffer
[envoy.extensions.filters.http.composite.v3]
Composite named_filter_chains:m matcher:>xds.type.matcher.v3.Matcher
CompositePerRoute matcher:>xds.type.matcher.v3.Matcher
DynamicConfig config_discovery:>config.core.v3.ExtensionConfigSource
ExecuteFilterAction dynamic_config:>DynamicConfig sample_percent:>config.core.v3.RuntimeFractionalPercent
= FilterChainConfiguration
[envoy.extensions.filters.http.compressor.v3]
Compressor content_length:w runtime_enabled:>config.core.v3.RuntimeFeatureFlag
  request_direction_config:>Compressor.RequestDirectionConfig
  response_direction_config:>Compressor.ResponseDirectionConfig
Compressor.CommonDirectionConfig enabled:>config.core.v3.RuntimeFeatureFlag min_content_length:w
Compressor.RequestDirectionConfig common_config:>Compressor.CommonDirectionConfig
Compressor.ResponseDirectionConfig common_config:>Compressor.CommonDirectionConfig
CompressorOverrides response_direction_config:>ResponseDirectionOverrides
CompressorPerRoute overrides:>CompressorOverrides
ResponseDirectionOverrides remove_accept_encoding_header:w
[envoy.extensions.filters.http.cors.v3]
CorsPolicy allow_origin_string_match:>type.matcher.v3.StringMatcher allow_credentials:w
  filter_enabled:>config.core.v3.RuntimeFractionalPercent shadow_enabled:>config.core.v3.RuntimeFractionalPercent
  allow_private_network_access:w forward_not_matching_preflights:w
= Cors
[envoy.extensions.filters.http.decompressor.v3]
Decompressor request_direction_config:>Decompressor.RequestDirectionConfig
  response_direction_config:>Decompressor.ResponseDirectionConfig
Decompressor.CommonDirectionConfig enabled:>config.core.v3.RuntimeFeatureFlag
Decompressor.RequestDirectionConfig common_config:>Decompressor.CommonDirectionConfig advertise_accept_encoding:w
Decompressor.ResponseDirectionConfig common_config:>Decompressor.CommonDirectionConfig
[envoy.extensions.filters.http.dynamic_forward_proxy.v3]
FilterConfig dns_cache_config:>extensions.common.dynamic_forward_proxy.v3.DnsCacheConfig
  sub_cluster_config:>SubClusterConfig
SubClusterConfig cluster_init_timeout:d
= PerRouteConfig
[envoy.extensions.filters.http.ext_authz.v3]
AuthorizationRequest allowed_headers:>type.matcher.v3.ListStringMatcher headers_to_add:>config.core.v3.HeaderValue
AuthorizationResponse allowed_upstream_headers:>type.matcher.v3.ListStringMatcher
  allowed_upstream_headers_to_append:>type.matcher.v3.ListStringMatcher
  allowed_client_headers:>type.matcher.v3.ListStringMatcher
  allowed_client_headers_on_success:>type.matcher.v3.ListStringMatcher
  dynamic_metadata_from_headers:>type.matcher.v3.ListStringMatcher
CheckSettings context_extensions:m grpc_service:>config.core.v3.GrpcService http_service:>HttpService
ExtAuthz grpc_service:>config.core.v3.GrpcService http_service:>HttpService transport_api_version:e
  failure_mode_allow_header_add:2 status_on_error:>type.v3.HttpStatus validate_mutations:2
  typed_metadata_context_namespaces:2 route_metadata_context_namespaces:2
  route_typed_metadata_context_namespaces:2 filter_enabled:>config.core.v3.RuntimeFractionalPercent
  filter_enabled_metadata:>type.matcher.v3.MetadataMatcher deny_at_disable:>config.core.v3.RuntimeFeatureFlag
  allowed_headers:2>type.matcher.v3.ListStringMatcher disallowed_headers:2>type.matcher.v3.ListStringMatcher
  include_tls_session:2 charge_cluster_response_stats:2w encode_raw_headers:2
  decoder_header_mutation_rules:2>config.common.mutation_rules.v3.HeaderMutationRules
  enable_dynamic_metadata_ingestion:2w filter_metadata:2s emit_filter_state_stats:2
  max_denied_response_body_bytes:2 enforce_response_header_limits:2 shadow_mode:2
ExtAuthzPerRoute check_settings:>CheckSettings
HttpService server_uri:>config.core.v3.HttpUri authorization_request:>AuthorizationRequest
  authorization_response:>AuthorizationResponse retry_policy:>config.core.v3.RetryPolicy
ShadowDecision check_result:e response_headers:>config.core.v3.HeaderValue
= BufferSettings
[envoy.extensions.filters.http.ext_proc.v3]
ExtProcHttpService http_service:>config.core.v3.HttpService
ExtProcOverrides processing_mode:>ProcessingMode grpc_service:>config.core.v3.GrpcService
  grpc_initial_metadata:>config.core.v3.HeaderValue failure_mode_allow:w
ExtProcPerRoute overrides:>ExtProcOverrides
ExternalProcessor grpc_service:>config.core.v3.GrpcService http_service:2>ExtProcHttpService
  processing_mode:>ProcessingMode message_timeout:d
  mutation_rules:>config.common.mutation_rules.v3.HeaderMutationRules max_message_timeout:d
  forward_rules:>HeaderForwardingRules filter_metadata:s metadata_options:2 observability_mode:2
  route_cache_action:2e deferred_close_timeout:2d send_body_without_waiting_for_header_response:2
  allowed_override_modes:2>ProcessingMode processing_request_modifier:2 on_processing_response:2
  status_on_error:2>type.v3.HttpStatus allow_content_length_header:2
HeaderForwardingRules allowed_headers:>type.matcher.v3.ListStringMatcher
  disallowed_headers:>type.matcher.v3.ListStringMatcher
ProcessingMode request_header_mode:e response_header_mode:e request_body_mode:e response_body_mode:e
  request_trailer_mode:e response_trailer_mode:e
= MetadataOptions MetadataOptions.MetadataNamespaces
[envoy.extensions.filters.http.fault.v3]
FaultAbort percentage:>type.v3.FractionalPercent
HTTPFault delay:>extensions.filters.common.fault.v3.FaultDelay abort:>FaultAbort
  headers:>config.route.v3.HeaderMatcher max_active_faults:w
  response_rate_limit:>extensions.filters.common.fault.v3.FaultRateLimit filter_metadata:2s
= FaultAbort.HeaderAbort
[envoy.extensions.filters.http.grpc_json_transcoder.v3]
GrpcJsonTranscoder proto_descriptor_bin:b url_unescape_spec:e max_request_body_size:w max_response_body_size:2w
  capture_unknown_query_parameters:2
UnknownQueryParams key:m
= GrpcJsonTranscoder.PrintOptions GrpcJsonTranscoder.RequestValidationOptions UnknownQueryParams.Values
[envoy.extensions.filters.http.grpc_stats.v3]
FilterConfig stats_for_all_methods:w
FilterObject request_message_count:i response_message_count:i
[envoy.extensions.filters.http.header_mutation.v3]
HeaderMutation mutations:>Mutations
HeaderMutationPerRoute mutations:>Mutations
Mutations request_mutations:>config.common.mutation_rules.v3.HeaderMutation
  query_parameter_mutations:>config.core.v3.KeyValueMutation
  response_mutations:>config.common.mutation_rules.v3.HeaderMutation
  response_trailers_mutations:>config.common.mutation_rules.v3.HeaderMutation
  request_trailers_mutations:>config.common.mutation_rules.v3.HeaderMutation
[envoy.extensions.filters.http.header_to_metadata.v3]
Config request_rules:>Config.Rule response_rules:>Config.Rule
Config.KeyValuePair regex_value_rewrite:>type.matcher.v3.RegexMatchAndSubstitute type:e encode:e
Config.Rule on_header_present:>Config.KeyValuePair on_header_missing:>Config.KeyValuePair
[envoy.extensions.filters.http.health_check.v3]
HealthCheck pass_through_mode:w cache_time:d cluster_min_healthy_percentages:m>type.v3.Percent
  headers:>config.route.v3.HeaderMatcher
[envoy.extensions.filters.http.jwt_authn.v3]
FilterStateRule requires:m
JwksAsyncFetch failed_refetch_duration:d
JwtAuthentication providers:m>JwtProvider rules:>RequirementRule filter_state_rules:>FilterStateRule
  requirement_map:m
JwtProvider subjects:2>type.matcher.v3.StringMatcher require_expiration:2 max_lifetime:2d remote_jwks:>RemoteJwks
  local_jwks:>config.core.v3.DataSource normalize_payload_in_metadata:2 failed_status_in_metadata:2
  clear_route_cache:2
RemoteJwks http_uri:>config.core.v3.HttpUri cache_duration:d async_fetch:>JwksAsyncFetch
  retry_policy:>config.core.v3.RetryPolicy
RequirementRule match:>config.route.v3.RouteMatch
= ExtractOnlyWithoutValidation JwtCacheConfig JwtClaimToHeader JwtHeader JwtProvider.NormalizePayload
= JwtRequirement JwtRequirementAndList JwtRequirementOrList PerRouteConfig ProviderWithAudiences
[envoy.extensions.filters.http.local_ratelimit.v3]
LocalRateLimit status:>type.v3.HttpStatus token_bucket:>type.v3.TokenBucket
  filter_enabled:>config.core.v3.RuntimeFractionalPercent filter_enforced:>config.core.v3.RuntimeFractionalPercent
  request_headers_to_add_when_not_enforced:>config.core.v3.HeaderValueOption
  response_headers_to_add:>config.core.v3.HeaderValueOption
  descriptors:>extensions.common.ratelimit.v3.LocalRateLimitDescriptor local_cluster_rate_limit:2
  enable_x_ratelimit_headers:e vh_rate_limits:e always_consume_default_token_bucket:w
  rate_limits:2>config.route.v3.RateLimit max_dynamic_descriptors:2w
[envoy.extensions.filters.http.lua.v3]
Lua source_codes:m>config.core.v3.DataSource default_source_code:>config.core.v3.DataSource clear_route_cache:w
LuaPerRoute source_code:>config.core.v3.DataSource filter_context:s
[envoy.extensions.filters.http.oauth2.v3]
CookieConfig same_site:e
CookieConfigs bearer_token_cookie_config:>CookieConfig oauth_hmac_cookie_config:>CookieConfig
  oauth_expires_cookie_config:>CookieConfig id_token_cookie_config:>CookieConfig
  refresh_token_cookie_config:>CookieConfig oauth_nonce_cookie_config:>CookieConfig
  code_verifier_cookie_config:>CookieConfig
OAuth2 config:>OAuth2Config
OAuth2Config token_endpoint:>config.core.v3.HttpUri retry_policy:2>config.core.v3.RetryPolicy
  end_session_endpoint:2 post_logout_redirect_uri:2 credentials:>OAuth2Credentials
  redirect_path_matcher:>type.matcher.v3.PathMatcher signout_path:>type.matcher.v3.PathMatcher forward_id_token:2
  preserve_authorization_header:2 pass_through_matcher:>config.route.v3.HeaderMatcher auth_type:e
  use_refresh_token:w default_expires_in:d deny_redirect_matcher:>config.route.v3.HeaderMatcher
  default_refresh_token_expires_in:d disable_id_token_set_cookie:2 disable_access_token_set_cookie:2
  disable_refresh_token_set_cookie:2 cookie_configs:2>CookieConfigs stat_prefix:2 csrf_token_expires_in:2d
  code_verifier_token_expires_in:2d disable_token_encryption:2
  allow_failed_matcher:2>config.route.v3.HeaderMatcher original_request_uri:2 allowed_redirect_domains:2
  use_access_token_expiry_for_id_token_cookie:2 private_key_jwt_config:2>PrivateKeyJwtConfig
OAuth2Credentials token_secret:>extensions.transport_sockets.tls.v3.SdsSecretConfig
  hmac_secret:>extensions.transport_sockets.tls.v3.SdsSecretConfig
OAuth2PerRoute config:>OAuth2Config
PrivateKeyJwtConfig signing_algorithm:e assertion_lifetime:d
= OAuth2Credentials.CookieNames OAuth2TokenForwarding PostLogoutRedirectUri
[envoy.extensions.filters.http.ratelimit.v3]
RateLimit timeout:d rate_limit_service:>config.ratelimit.v3.RateLimitServiceConfig enable_x_ratelimit_headers:e
  rate_limited_status:>type.v3.HttpStatus response_headers_to_add:>config.core.v3.HeaderValueOption
  status_on_error:>type.v3.HttpStatus filter_enabled:>config.core.v3.RuntimeFractionalPercent
  filter_enforced:>config.core.v3.RuntimeFractionalPercent
  failure_mode_deny_percent:2>config.core.v3.RuntimeFractionalPercent rate_limits:2>config.route.v3.RateLimit
  metadata_namespace:2
RateLimitPerRoute vh_rate_limits:e override_option:e rate_limits:>config.route.v3.RateLimit
[envoy.extensions.filters.http.rbac.v3]
RBAC rules:>config.rbac.v3.RBAC matcher:>xds.type.matcher.v3.Matcher shadow_rules:>config.rbac.v3.RBAC
  shadow_matcher:>xds.type.matcher.v3.Matcher
RBACPerRoute rbac:>RBAC
[envoy.extensions.filters.http.router.v3]
Router dynamic_stats:w upstream_log:>config.accesslog.v3.AccessLog
  upstream_log_options:>Router.UpstreamAccessLogOptions
  upstream_http_filters:>extensions.filters.network.http_connection_manager.v3.HttpFilter
  reject_connect_request_early_data:w
Router.UpstreamAccessLogOptions upstream_log_flush_interval:d
[envoy.extensions.filters.http.set_filter_state.v3]
Config on_request_headers:>extensions.filters.common.set_filter_state.v3.FilterStateValue
[envoy.extensions.filters.http.wasm.v3]
Wasm config:>extensions.wasm.v3.PluginConfig
[envoy.extensions.filters.listener.local_ratelimit.v3]
LocalRateLimit token_bucket:>type.v3.TokenBucket runtime_enabled:>config.core.v3.RuntimeFeatureFlag
[envoy.extensions.filters.listener.proxy_protocol.v3]
ProxyProtocol rules:>ProxyProtocol.Rule pass_through_tlvs:>config.core.v3.ProxyProtocolPassThroughTLVs
  disallowed_versions:e tlv_location:e
ProxyProtocol.KeyValuePair value_string_encoding:e
ProxyProtocol.Rule on_tlv_present:>ProxyProtocol.KeyValuePair
[envoy.extensions.filters.listener.set_filter_state.v3]
Config on_accept:>extensions.filters.common.set_filter_state.v3.FilterStateValue
[envoy.extensions.filters.listener.tls_inspector.v3]
TlsInspector enable_ja3_fingerprinting:w enable_ja4_fingerprinting:w initial_read_buffer_size:w
  max_client_hello_size:w
[envoy.extensions.filters.network.connection_limit.v3]
ConnectionLimit max_connections:wi delay:d runtime_enabled:>config.core.v3.RuntimeFeatureFlag
[envoy.extensions.filters.network.ext_authz.v3]
ExtAuthz grpc_service:>config.core.v3.GrpcService transport_api_version:e
  filter_enabled_metadata:>type.matcher.v3.MetadataMatcher
[envoy.extensions.filters.network.http_connection_manager.v3]
EnvoyMobileHttpConnectionManager config:>HttpConnectionManager
HttpConnectionManager codec_type:e rds:>Rds route_config:>config.route.v3.RouteConfiguration
  scoped_routes:2>ScopedRoutes http_filters:>HttpFilter add_user_agent:w tracing:>HttpConnectionManager.Tracing
  common_http_protocol_options:2>config.core.v3.HttpProtocolOptions http1_safe_max_connection_duration:2
  http_protocol_options:>config.core.v3.Http1ProtocolOptions
  http2_protocol_options:>config.core.v3.Http2ProtocolOptions
  http3_protocol_options:2>config.core.v3.Http3ProtocolOptions server_header_transformation:2e
  scheme_header_transformation:2 max_request_headers_kb:2w stream_idle_timeout:2d stream_flush_timeout:2d
  request_timeout:2d request_headers_timeout:2d drain_timeout:d drain_timeout_jitter:2>type.v3.Percent
  delayed_close_timeout:2d access_log:>config.accesslog.v3.AccessLog access_log_flush_interval:2d
  flush_access_log_on_new_request:2 access_log_options:2>HttpConnectionManager.HcmAccessLogOptions
  use_remote_address:w xff_num_trusted_hops:2 original_ip_detection_extensions:2
  early_header_mutation_extensions:2 internal_address_config:2>HttpConnectionManager.InternalAddressConfig
  skip_xff_append:2 via:2 generate_request_id:w preserve_external_request_id:2 always_set_request_id_in_response:2
  forward_client_cert_details:2e
  set_current_client_cert_details:2>HttpConnectionManager.SetCurrentClientCertDetails
  forward_client_cert_matcher:2>xds.type.matcher.v3.Matcher proxy_100_continue:2
  represent_ipv4_remote_address_as_ipv4_mapped_ipv6:2 upgrade_configs:2>HttpConnectionManager.UpgradeConfig
  normalize_path:2w merge_slashes:2 path_with_escaped_slashes_action:2e request_id_extension:2
  local_reply_config:2>LocalReplyConfig strip_matching_host_port:2 strip_any_host_port:2
  stream_error_on_invalid_http_message:2w path_normalization_options:2 strip_trailing_host_dot:2
  proxy_status_config:2 typed_header_validation_config:2 append_x_forwarded_port:2 append_local_overload:2
  add_proxy_protocol_connection_state:2w forward_proto_config:2
HttpConnectionManager.ForwardClientCertConfig forward_client_cert_details:e
  set_current_client_cert_details:>HttpConnectionManager.SetCurrentClientCertDetails
HttpConnectionManager.HcmAccessLogOptions access_log_flush_interval:d
HttpConnectionManager.InternalAddressConfig cidr_ranges:>config.core.v3.CidrRange
HttpConnectionManager.SetCurrentClientCertDetails subject:w format:e
HttpConnectionManager.Tracing client_sampling:>type.v3.Percent random_sampling:>type.v3.Percent
  overall_sampling:>type.v3.Percent max_path_tag_length:w spawn_upstream_span:w
HttpConnectionManager.UpgradeConfig filters:>HttpFilter enabled:w
HttpFilter config_discovery:>config.core.v3.ExtensionConfigSource
LocalReplyConfig mappers:>ResponseMapper body_format:>config.core.v3.SubstitutionFormatString
Rds config_source:>config.core.v3.ConfigSource
ResponseMapper filter:>config.accesslog.v3.AccessLogFilter status_code:w body:>config.core.v3.DataSource
  body_format_override:>config.core.v3.SubstitutionFormatString headers_to_add:>config.core.v3.HeaderValueOption
ScopedRds scoped_rds_config_source:>config.core.v3.ConfigSource
ScopedRouteConfigurationsList scoped_route_configurations:>config.route.v3.ScopedRouteConfiguration
ScopedRoutes rds_config_source:>config.core.v3.ConfigSource
  scoped_route_configurations_list:>ScopedRouteConfigurationsList scoped_rds:>ScopedRds
= ForwardProtoConfig HttpConnectionManager.PathNormalizationOptions HttpConnectionManager.ProxyStatusConfig
= RequestIDExtension ScopedRoutes.ScopeKeyBuilder ScopedRoutes.ScopeKeyBuilder.FragmentBuilder
= ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor
= ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor.KvElement
[envoy.extensions.filters.network.local_ratelimit.v3]
LocalRateLimit token_bucket:>type.v3.TokenBucket runtime_enabled:>config.core.v3.RuntimeFeatureFlag
[envoy.extensions.filters.network.mongo_proxy.v3]
MongoProxy delay:>extensions.filters.common.fault.v3.FaultDelay max_bson_depth:w
[envoy.extensions.filters.network.ratelimit.v3]
RateLimit descriptors:>extensions.common.ratelimit.v3.RateLimitDescriptor timeout:d
  rate_limit_service:>config.ratelimit.v3.RateLimitServiceConfig
[envoy.extensions.filters.network.rbac.v3]
RBAC rules:>config.rbac.v3.RBAC matcher:>xds.type.matcher.v3.Matcher shadow_rules:>config.rbac.v3.RBAC
  shadow_matcher:>xds.type.matcher.v3.Matcher enforcement_type:e delay_deny:d
[envoy.extensions.filters.network.redis_proxy.v3]
AwsIam credential_provider:>extensions.common.aws.v3.AwsCredentialProvider expiration_time:d
RedisExternalAuthProvider grpc_service:>config.core.v3.GrpcService
RedisProtocolOptions auth_password:>config.core.v3.DataSource auth_username:>config.core.v3.DataSource
  aws_iam:>AwsIam credentials:>RedisProtocolOptions.Credential
RedisProtocolOptions.Credential address:>config.core.v3.Address auth_password:>config.core.v3.DataSource
  auth_username:>config.core.v3.DataSource
RedisProxy settings:>RedisProxy.ConnPoolSettings prefix_routes:>RedisProxy.PrefixRoutes
  downstream_auth_password:>config.core.v3.DataSource downstream_auth_passwords:>config.core.v3.DataSource
  faults:>RedisProxy.RedisFault downstream_auth_username:>config.core.v3.DataSource
  external_auth_provider:>RedisExternalAuthProvider
RedisProxy.ConnPoolSettings op_timeout:d
  dns_cache_config:>extensions.common.dynamic_forward_proxy.v3.DnsCacheConfig buffer_flush_timeout:d
  max_upstream_unknown_connections:w read_policy:e
RedisProxy.PrefixRoutes routes:>RedisProxy.PrefixRoutes.Route catch_all_route:>RedisProxy.PrefixRoutes.Route
RedisProxy.PrefixRoutes.Route request_mirror_policy:>RedisProxy.PrefixRoutes.Route.RequestMirrorPolicy
RedisProxy.PrefixRoutes.Route.RequestMirrorPolicy runtime_fraction:>config.core.v3.RuntimeFractionalPercent
RedisProxy.RedisFault fault_type:e fault_enabled:>config.core.v3.RuntimeFractionalPercent delay:d
= RedisProxy.ConnectionRateLimit RedisProxy.PrefixRoutes.Route.ReadCommandPolicy
[envoy.extensions.filters.network.tcp_proxy.v3]
TcpProxy weighted_clusters:>TcpProxy.WeightedCluster on_demand:>TcpProxy.OnDemand
  metadata_match:>config.core.v3.Metadata idle_timeout:d downstream_idle_timeout:d upstream_idle_timeout:d
  access_log:>config.accesslog.v3.AccessLog max_connect_attempts:w
  backoff_options:2>config.core.v3.BackoffStrategy tunneling_config:>TcpProxy.TunnelingConfig
  max_downstream_connection_duration:d max_downstream_connection_duration_jitter_percentage:2>type.v3.Percent
  access_log_flush_interval:d flush_access_log_on_connected:2 access_log_options:2>TcpProxy.TcpAccessLogOptions
  proxy_protocol_tlvs:2>config.core.v3.TlvEntry proxy_protocol_tlv_merge_policy:2e upstream_connect_mode:2e
  max_early_data_bytes:2w check_drain_close:2w
TcpProxy.OnDemand odcds_config:>config.core.v3.ConfigSource timeout:d
TcpProxy.TcpAccessLogOptions access_log_flush_interval:d
TcpProxy.TunnelingConfig headers_to_add:>config.core.v3.HeaderValueOption
TcpProxy.WeightedCluster clusters:>TcpProxy.WeightedCluster.ClusterWeight
TcpProxy.WeightedCluster.ClusterWeight metadata_match:>config.core.v3.Metadata
[envoy.extensions.filters.network.wasm.v3]
Wasm config:>extensions.wasm.v3.PluginConfig
[envoy.extensions.http.early_header_mutation.header_mutation.v3]
HeaderMutation mutations:>config.common.mutation_rules.v3.HeaderMutation
[envoy.extensions.http.original_ip_detection.custom_header.v3]
CustomHeaderConfig reject_with_status:>type.v3.HttpStatus
[envoy.extensions.http.original_ip_detection.xff.v3]
XffConfig xff_trusted_cidrs:>XffTrustedCidrs skip_xff_append:w
XffTrustedCidrs cidrs:>config.core.v3.CidrRange
[envoy.extensions.http.stateful_session.cookie.v3]
CookieBasedSessionState cookie:>type.http.v3.Cookie
[envoy.extensions.load_balancing_policies.common.v3]
ConsistentHashingLbConfig hash_balance_factor:w hash_policy:>config.route.v3.RouteAction.HashPolicy
LocalityLbConfig zone_aware_lb_config:>LocalityLbConfig.ZoneAwareLbConfig
LocalityLbConfig.ZoneAwareLbConfig routing_enabled:>type.v3.Percent min_cluster_size:wi
  force_local_zone:>LocalityLbConfig.ZoneAwareLbConfig.ForceLocalZone locality_basis:e
LocalityLbConfig.ZoneAwareLbConfig.ForceLocalZone min_size:w
OrcaOobReportingConfig transport_socket_match_criteria:s
SlowStartConfig slow_start_window:d aggression:>config.core.v3.RuntimeDouble min_weight_percent:>type.v3.Percent
= LocalityLbConfig.LocalityWeightedLbConfig
[envoy.extensions.load_balancing_policies.least_request.v3]
LeastRequest choice_count:w active_request_bias:>config.core.v3.RuntimeDouble
  slow_start_config:>extensions.load_balancing_policies.common.v3.SlowStartConfig
  locality_lb_config:>extensions.load_balancing_policies.common.v3.LocalityLbConfig enable_full_scan:w
  selection_method:e
[envoy.extensions.load_balancing_policies.maglev.v3]
Maglev table_size:wi
  consistent_hashing_lb_config:>extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig
[envoy.extensions.load_balancing_policies.random.v3]
Random locality_lb_config:>extensions.load_balancing_policies.common.v3.LocalityLbConfig
[envoy.extensions.load_balancing_policies.ring_hash.v3]
RingHash hash_function:e minimum_ring_size:wi maximum_ring_size:wi hash_balance_factor:w
  consistent_hashing_lb_config:>extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig
[envoy.extensions.load_balancing_policies.round_robin.v3]
RoundRobin slow_start_config:>extensions.load_balancing_policies.common.v3.SlowStartConfig
  locality_lb_config:>extensions.load_balancing_policies.common.v3.LocalityLbConfig
[envoy.extensions.load_balancing_policies.subset.v3]
Subset fallback_policy:e default_subset:s subset_selectors:>Subset.LbSubsetSelector metadata_fallback_policy:e
Subset.LbSubsetSelector fallback_policy:e
[envoy.extensions.matching.input_matchers.consistent_hashing.v3]
ConsistentHashing seed:i
[envoy.extensions.matching.input_matchers.ip.v3]
Ip cidr_ranges:>config.core.v3.CidrRange
[envoy.extensions.matching.input_matchers.metadata.v3]
Metadata value:>type.matcher.v3.ValueMatcher
[envoy.extensions.matching.input_matchers.runtime_fraction.v3]
RuntimeFraction runtime_fraction:>config.core.v3.RuntimeFractionalPercent seed:i
[envoy.extensions.network.dns_resolver.cares.v3]
CaresDnsResolverConfig resolvers:>config.core.v3.Address udp_max_queries:w query_timeout_seconds:wi query_tries:w
  edns0_max_payload_size:w max_udp_channel_duration:d qcache_max_ttl:w
[envoy.extensions.rbac.matchers.upstream_ip_port.v3]
UpstreamIpPortMatcher upstream_ip:>config.core.v3.CidrRange upstream_port_range:>type.v3.Int64Range
[envoy.extensions.rbac.principals.mtls_authenticated.v3]
Config san_matcher:>extensions.transport_sockets.tls.v3.SubjectAltNameMatcher
[envoy.extensions.request_id.uuid.v3]
UuidRequestIdConfig pack_trace_reason:w use_request_id_for_trace_sampling:w
[envoy.extensions.retry.host.omit_host_metadata.v3]
OmitHostMetadataConfig metadata_match:>config.core.v3.Metadata
[envoy.extensions.string_matcher.lua.v3]
Lua source_code:>config.core.v3.DataSource
[envoy.extensions.transport_sockets.http_11_proxy.v3]
Http11ProxyUpstreamTransport default_proxy_address:>config.core.v3.Address
[envoy.extensions.transport_sockets.proxy_protocol.v3]
ProxyProtocolUpstreamTransport config:>config.core.v3.ProxyProtocolConfig
[envoy.extensions.transport_sockets.tls.v3]
CertificateValidationContext trusted_ca:>config.core.v3.DataSource system_root_certs:2
  match_typed_subject_alt_names:>SubjectAltNameMatcher match_subject_alt_names:>type.matcher.v3.StringMatcher
  require_signed_certificate_timestamp:w crl:>config.core.v3.DataSource trust_chain_verification:e
  max_verify_depth:2w suppress_client_ca_list:2
CommonTlsContext tls_params:>TlsParameters tls_certificates:>TlsCertificate
  tls_certificate_sds_secret_configs:>SdsSecretConfig custom_tls_certificate_selector:2
  validation_context:>CertificateValidationContext validation_context_sds_secret_config:>SdsSecretConfig
  combined_validation_context:>CommonTlsContext.CombinedCertificateValidationContext key_log:>TlsKeyLog
CommonTlsContext.CombinedCertificateValidationContext default_validation_context:>CertificateValidationContext
  validation_context_sds_secret_config:>SdsSecretConfig
DownstreamTlsContext common_tls_context:>CommonTlsContext require_client_certificate:w require_sni:w
  session_ticket_keys:>TlsSessionTicketKeys session_ticket_keys_sds_secret_config:>SdsSecretConfig
  session_timeout:d ocsp_staple_policy:e full_scan_certs_on_sni_mismatch:w
GenericSecret secret:>config.core.v3.DataSource secrets:m>config.core.v3.DataSource
SPIFFECertValidatorConfig trust_domains:>SPIFFECertValidatorConfig.TrustDomain
  trust_bundles:>config.core.v3.DataSource
SPIFFECertValidatorConfig.TrustDomain trust_bundle:>config.core.v3.DataSource
SdsSecretConfig sds_config:>config.core.v3.ConfigSource
Secret tls_certificate:>TlsCertificate session_ticket_keys:>TlsSessionTicketKeys
  validation_context:>CertificateValidationContext generic_secret:>GenericSecret
SubjectAltNameMatcher san_type:e matcher:>type.matcher.v3.StringMatcher
TlsCertificate certificate_chain:>config.core.v3.DataSource private_key:>config.core.v3.DataSource
  pkcs12:>config.core.v3.DataSource password:>config.core.v3.DataSource ocsp_staple:>config.core.v3.DataSource
  signed_certificate_timestamp:>config.core.v3.DataSource
TlsKeyLog local_address_range:>config.core.v3.CidrRange remote_address_range:>config.core.v3.CidrRange
TlsParameters tls_minimum_protocol_version:e tls_maximum_protocol_version:e compliance_policies:e
TlsSessionTicketKeys keys:>config.core.v3.DataSource
UpstreamTlsContext common_tls_context:>CommonTlsContext max_session_keys:w enforce_rsa_key_usage:w
= CertificateProviderPluginInstance CertificateValidationContext.SystemRootCerts
= CommonTlsContext.CertificateProvider CommonTlsContext.CertificateProviderInstance PrivateKeyProvider
[envoy.extensions.upstreams.http.v3]
HttpProtocolOptions common_http_protocol_options:>config.core.v3.HttpProtocolOptions
  explicit_http_config:>HttpProtocolOptions.ExplicitHttpConfig
  use_downstream_protocol_config:>HttpProtocolOptions.UseDownstreamHttpConfig
  auto_config:>HttpProtocolOptions.AutoHttpConfig
  http_filters:>extensions.filters.network.http_connection_manager.v3.HttpFilter
  outlier_detection:>HttpProtocolOptions.OutlierDetection
  request_mirror_policies:>config.route.v3.RouteAction.RequestMirrorPolicy
  hash_policy:>config.route.v3.RouteAction.HashPolicy retry_policy:>config.route.v3.RetryPolicy
HttpProtocolOptions.AutoHttpConfig http_protocol_options:>config.core.v3.Http1ProtocolOptions
  http2_protocol_options:>config.core.v3.Http2ProtocolOptions
  http3_protocol_options:>config.core.v3.Http3ProtocolOptions
  alternate_protocols_cache_options:>config.core.v3.AlternateProtocolsCacheOptions
HttpProtocolOptions.ExplicitHttpConfig http_protocol_options:>config.core.v3.Http1ProtocolOptions
  http2_protocol_options:>config.core.v3.Http2ProtocolOptions
  http3_protocol_options:>config.core.v3.Http3ProtocolOptions
HttpProtocolOptions.OutlierDetection error_matcher:>config.common.matcher.v3.MatchPredicate
HttpProtocolOptions.UseDownstreamHttpConfig http_protocol_options:>config.core.v3.Http1ProtocolOptions
  http2_protocol_options:>config.core.v3.Http2ProtocolOptions
  http3_protocol_options:>config.core.v3.Http3ProtocolOptions
[envoy.extensions.upstreams.tcp.v3]
TcpProtocolOptions idle_timeout:d
[envoy.extensions.wasm.v3]
CapabilityRestrictionConfig allowed_capabilities:m
EnvironmentVariables key_values:m
PluginConfig vm_config:>VmConfig failure_policy:e reload_config:>ReloadConfig
  capability_restriction_config:>CapabilityRestrictionConfig allow_on_headers_stop_iteration:w
ReloadConfig backoff:>config.core.v3.BackoffStrategy
VmConfig code:>config.core.v3.AsyncDataSource environment_variables:>EnvironmentVariables
WasmService config:>PluginConfig
= SanitizationConfig
)";

} // namespace plimsoll::dump
