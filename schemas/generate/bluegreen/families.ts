/**
 * Families of types that a word in their name puts into the wrong class, judged by documentation. The first pattern that matches decides;
 * only rows that rest on a name or on the default of a service are touched.
 */
interface Family {
  readonly class: string;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly types: RegExp;
}

const FAMILIES: readonly Family[] = [
  {
    // They lead a request, a call or a record to what answers.
    class: 'router',
    traits: { mechanism: 'part of a front door: points to what answers' },
    types:
      /appsync_(resolver|datasource|function)$|AppSync::(Resolver|DataSource|FunctionConfiguration)$|nginx_configuration$|eip_domain_name$|chime_voice_connector_group$|beyondcorp_(security_gateway_)?application$/,
  },
  {
    // They read a source as soon as they exist.
    class: 'router',
    traits: { mechanism: 'event source: read by exactly one colour', weightable: false, consumer: true },
    types: /kusto_\w+_data_connection$/,
  },
  {
    // Permissions, proofs and policies of networks carry no packet.
    class: 'config',
    types:
      /ec2_(image_block_public_access|serial_console_access)$|vpc_association_authorization$|express_route_(\w+_)?authorization$|(Access|Verification)Token$|MeteringPolicy(Entry)?$|site_recovery_(hyperv_)?network_mapping$|kubernetes_(csi_driver|storage_class|ingress_class)(_v1)?$|organization_admin_account$|Domain(Verification)$|domain_verification$|private_dns_verification$|flow_logs_config$|(Performance|performance_)(MetricSubscription|metric_subscription)$|ResolverQueryLoggingConfig(Association)?$|network_connection_monitor$|collector_policy$|network_security_(client_tls|server_tls|authz|tls_inspection)_policy$|backend_authentication_config$|edge_cache_keyset$|HaStandbyDetectedInstance$|IoTEvents::Input$|DataAccessor$|QBusiness::Retriever$/,
  },
  {
    // Private ways between networks, and filters on them.
    class: 'network',
    types:
      /express_route_(circuit_)?connection$|virtual_?hub_?(bgp_)?connection$|vpn_(gateway_)?connection$|route_server_bgp_connection$|_hybrid_connection$|aws_dx_hosted_\w+$|networkmanager_attachment_accepter$|_private_connection$|private_link_(scope|scoped_service|hub)$|endpoint_attachment$|security_partner_provider$|(?<!door_|application_)firewall_?policy(_rule_collection_group|_rule)?$|FirewallPolicy$/,
  },
  {
    // Software that a cluster or a host runs.
    class: 'stateless',
    types:
      /packet_core_(control|data)_plane$|_(cluster|machine|hci)_extension$|eks_capability$|EKS::Capability$|lambda_capacity_provider$|(Lambda|BedrockAgentCore)::CapacityProvider$|network_security_(intercept|mirroring)_deployment$|prometheus_scraper$|APS::Scraper$|desktop_host_pool$/,
  },
  {
    class: 'volatile',
    types:
      /task_schedule_run_now$|redshiftdata_statement$|apprunner_deployment$|batch_operations_job$|chronicle_retrohunt$/,
  },
  {
    class: 'persistent',
    types: /bedrock_custom_model$|transcribe_language_model$|codecatalyst_project$|healthcare_workspace$/,
  },
];

export function familyOf(type: string): Omit<Family, 'types'> | undefined {
  const found = FAMILIES.find(({ types }) => types.test(type));
  if (!found) return undefined;
  const { types: _pattern, ...family } = found;
  return family;
}
