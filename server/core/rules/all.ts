import type { AnyRule } from './define.ts';
import autoRollbackRequired from './delivery/auto-rollback-required.ts';
import computeNeedsLoadBalancer from './delivery/compute-needs-load-balancer.ts';
import connectionDrainingRequired from './delivery/connection-draining-required.ts';
import dnsPointsToServer from './delivery/dns-points-to-server.ts';
import dnsTtlTooLong from './delivery/dns-ttl-too-long.ts';
import lbHealthDecidesReplacement from './delivery/lb-health-decides-replacement.ts';
import macfileNeedsVersionParameter from './delivery/macfile-needs-version-parameter.ts';
import noFixedExport from './delivery/no-fixed-export.ts';
import noFixedPhysicalName from './delivery/no-fixed-physical-name.ts';
import noLambdaLatest from './delivery/no-lambda-latest.ts';
import noWeightedCutover from './delivery/no-weighted-cutover.ts';
import pinLaunchTemplateVersion from './delivery/pin-launch-template-version.ts';
import playNeedsSerial from './delivery/play-needs-serial.ts';
import preferBlueGreenDeployment from './delivery/prefer-blue-green-deployment.ts';
import registrationBeforeHealth from './delivery/registration-before-health.ts';
import tagReleaseOnCopies from './delivery/tag-release-on-copies.ts';
import asgNeedsUpdatePolicy from './immutability/asg-needs-update-policy.ts';
import createBeforeDestroyMissing from './immutability/create-before-destroy-missing.ts';
import creationSignalMissing from './immutability/creation-signal-missing.ts';
import noCfnHup from './immutability/no-cfn-hup.ts';
import noContainerSurgery from './immutability/no-container-surgery.ts';
import noConvergeDaemon from './immutability/no-converge-daemon.ts';
import noDeployByCheckout from './immutability/no-deploy-by-checkout.ts';
import noExecTriggerDeploy from './immutability/no-exec-trigger-deploy.ts';
import noIgnoreChangesDrift from './immutability/no-ignore-changes-drift.ts';
import noImageFromLiveInstance from './immutability/no-image-from-live-instance.ts';
import noInPlaceConfigEdit from './immutability/no-in-place-config-edit.ts';
import noInPlaceOsUpgrade from './immutability/no-in-place-os-upgrade.ts';
import noPackageLatest from './immutability/no-package-latest.ts';
import noRemoteProvisioner from './immutability/no-remote-provisioner.ts';
import noRestartAsDeploy from './immutability/no-restart-as-deploy.ts';
import noRunCommandAssociation from './immutability/no-run-command-association.ts';
import registryTagsImmutable from './immutability/registry-tags-immutable.ts';
import userDataChangeMustReplace from './immutability/user-data-change-must-replace.ts';
import writableRootFilesystem from './immutability/writable-root-filesystem.ts';
import cloudCliInCm from './portability/cloud-cli-in-cm.ts';
import jsonTemplateNoComments from './portability/json-template-no-comments.ts';
import noHardcodedRegion from './portability/no-hardcoded-region.ts';
import noLiteralSize from './portability/no-literal-size.ts';
import noPartitionLiteral from './portability/no-partition-literal.ts';
import pinOsRelease from './portability/pin-os-release.ts';
import undocumentedInput from './portability/undocumented-input.ts';
import noDockerSocket from './security-basics/no-docker-socket.ts';
import noFleetSshKey from './security-basics/no-fleet-ssh-key.ts';
import noOpenSsh from './security-basics/no-open-ssh.ts';
import noPrivilegedContainer from './security-basics/no-privileged-container.ts';
import noSecretInBootScript from './security-basics/no-secret-in-boot-script.ts';
import noSecretLiteral from './security-basics/no-secret-literal.ts';
import plainHttpArtifact from './security-basics/plain-http-artifact.ts';
import bootstrapScriptTooLong from './snowflake/bootstrap-script-too-long.ts';
import boundedInstanceLifetime from './snowflake/bounded-instance-lifetime.ts';
import containerAsVm from './snowflake/container-as-vm.ts';
import hotfixMarker from './snowflake/hotfix-marker.ts';
import noBarePod from './snowflake/no-bare-pod.ts';
import noDefaultNetwork from './snowflake/no-default-network.ts';
import noFixedPlacement from './snowflake/no-fixed-placement.ts';
import noFloatingBaseImage from './snowflake/no-floating-base-image.ts';
import noHardcodedCloudId from './snowflake/no-hardcoded-cloud-id.ts';
import noHardcodedIp from './snowflake/no-hardcoded-ip.ts';
import noHostCron from './snowflake/no-host-cron.ts';
import noLiteralHostTarget from './snowflake/no-literal-host-target.ts';
import noLiteralImageId from './snowflake/no-literal-image-id.ts';
import noLxcMove from './snowflake/no-lxc-move.ts';
import noManualStep from './snowflake/no-manual-step.ts';
import noPerHostBranch from './snowflake/no-per-host-branch.ts';
import noPetName from './snowflake/no-pet-name.ts';
import noPinnedPetProtection from './snowflake/no-pinned-pet-protection.ts';
import noStandaloneInstance from './snowflake/no-standalone-instance.ts';
import noStaticIpOnServer from './snowflake/no-static-ip-on-server.ts';
import noSwallowedFailure from './snowflake/no-swallowed-failure.ts';
import resourceWithoutDestroy from './snowflake/resource-without-destroy.ts';
import backupRetentionRequired from './state/backup-retention-required.ts';
import cacheIsState from './state/cache-is-state.ts';
import engineMinorDrift from './state/engine-minor-drift.ts';
import finalSnapshotRequired from './state/final-snapshot-required.ts';
import noApplyImmediately from './state/no-apply-immediately.ts';
import noDbOnAppHost from './state/no-db-on-app-host.ts';
import noForceDestroy from './state/no-force-destroy.ts';
import noInplaceEngineUpgrade from './state/no-inplace-engine-upgrade.ts';
import noLocalDiskState from './state/no-local-disk-state.ts';
import noMigrationAtBoot from './state/no-migration-at-boot.ts';
import noNfsSharedState from './state/no-nfs-shared-state.ts';
import noRwoVolumeOnDeployment from './state/no-rwo-volume-on-deployment.ts';
import noSharedDatabaseAcrossServices from './state/no-shared-database-across-services.ts';
import noStickySessions from './state/no-sticky-sessions.ts';
import preferManagedDbBlueGreen from './state/prefer-managed-db-blue-green.ts';
import queueNeedsDlq from './state/queue-needs-dlq.ts';
import queueSharedAcrossVersions from './state/queue-shared-across-versions.ts';
import remoteStateRequired from './state/remote-state-required.ts';
import splitStateFromStateless from './state/split-state-from-stateless.ts';
import statefulNeedsDeletionProtection from './state/stateful-needs-deletion-protection.ts';
import statefulNeedsRetainPolicy from './state/stateful-needs-retain-policy.ts';
import volatileStateNeedsDrain from './state/volatile-state-needs-drain.ts';
import adminTaskReusesImage from './twelve-factor/admin-task-reuses-image.ts';
import devProdEngineDrift from './twelve-factor/dev-prod-engine-drift.ts';
import gracefulShutdown from './twelve-factor/graceful-shutdown.ts';
import healthCheckRequired from './twelve-factor/health-check-required.ts';
import layerOnBaseImage from './twelve-factor/layer-on-base-image.ts';
import logsToStdout from './twelve-factor/logs-to-stdout.ts';
import minReplicas from './twelve-factor/min-replicas.ts';
import noBakedConfigFile from './twelve-factor/no-baked-config-file.ts';
import noBuildOnHost from './twelve-factor/no-build-on-host.ts';
import noDaemonize from './twelve-factor/no-daemonize.ts';
import noEnvSpecificImage from './twelve-factor/no-env-specific-image.ts';
import noEnvTag from './twelve-factor/no-env-tag.ts';
import noHardcodedFeatureFlag from './twelve-factor/no-hardcoded-feature-flag.ts';
import noHardcodedPort from './twelve-factor/no-hardcoded-port.ts';
import noInstallAtBoot from './twelve-factor/no-install-at-boot.ts';
import noJumpContainer from './twelve-factor/no-jump-container.ts';
import noLatestTag from './twelve-factor/no-latest-tag.ts';
import noLiteralEndpoint from './twelve-factor/no-literal-endpoint.ts';
import pinImageDigest from './twelve-factor/pin-image-digest.ts';
import pinModuleSource from './twelve-factor/pin-module-source.ts';
import pinPackageVersion from './twelve-factor/pin-package-version.ts';
import pinVcsRevision from './twelve-factor/pin-vcs-revision.ts';
import verifyDownload from './twelve-factor/verify-download.ts';

/** Every rule, sorted by id. */
export const ALL_RULES: readonly AnyRule[] = [
  adminTaskReusesImage,
  asgNeedsUpdatePolicy,
  autoRollbackRequired,
  backupRetentionRequired,
  bootstrapScriptTooLong,
  boundedInstanceLifetime,
  cacheIsState,
  cloudCliInCm,
  computeNeedsLoadBalancer,
  connectionDrainingRequired,
  containerAsVm,
  createBeforeDestroyMissing,
  creationSignalMissing,
  devProdEngineDrift,
  dnsPointsToServer,
  dnsTtlTooLong,
  engineMinorDrift,
  finalSnapshotRequired,
  gracefulShutdown,
  healthCheckRequired,
  hotfixMarker,
  jsonTemplateNoComments,
  layerOnBaseImage,
  lbHealthDecidesReplacement,
  logsToStdout,
  macfileNeedsVersionParameter,
  minReplicas,
  noApplyImmediately,
  noBakedConfigFile,
  noBarePod,
  noBuildOnHost,
  noCfnHup,
  noContainerSurgery,
  noConvergeDaemon,
  noDaemonize,
  noDbOnAppHost,
  noDefaultNetwork,
  noDeployByCheckout,
  noDockerSocket,
  noEnvSpecificImage,
  noEnvTag,
  noExecTriggerDeploy,
  noFixedExport,
  noFixedPhysicalName,
  noFixedPlacement,
  noFleetSshKey,
  noFloatingBaseImage,
  noForceDestroy,
  noHardcodedCloudId,
  noHardcodedFeatureFlag,
  noHardcodedIp,
  noHardcodedPort,
  noHardcodedRegion,
  noHostCron,
  noIgnoreChangesDrift,
  noImageFromLiveInstance,
  noInPlaceConfigEdit,
  noInPlaceOsUpgrade,
  noInplaceEngineUpgrade,
  noInstallAtBoot,
  noJumpContainer,
  noLambdaLatest,
  noLatestTag,
  noLiteralEndpoint,
  noLiteralHostTarget,
  noLiteralImageId,
  noLiteralSize,
  noLocalDiskState,
  noLxcMove,
  noManualStep,
  noMigrationAtBoot,
  noNfsSharedState,
  noOpenSsh,
  noPackageLatest,
  noPartitionLiteral,
  noPerHostBranch,
  noPetName,
  noPinnedPetProtection,
  noPrivilegedContainer,
  noRemoteProvisioner,
  noRestartAsDeploy,
  noRunCommandAssociation,
  noRwoVolumeOnDeployment,
  noSecretInBootScript,
  noSecretLiteral,
  noSharedDatabaseAcrossServices,
  noStandaloneInstance,
  noStaticIpOnServer,
  noStickySessions,
  noSwallowedFailure,
  noWeightedCutover,
  pinImageDigest,
  pinLaunchTemplateVersion,
  pinModuleSource,
  pinOsRelease,
  pinPackageVersion,
  pinVcsRevision,
  plainHttpArtifact,
  playNeedsSerial,
  preferBlueGreenDeployment,
  preferManagedDbBlueGreen,
  queueNeedsDlq,
  queueSharedAcrossVersions,
  registrationBeforeHealth,
  registryTagsImmutable,
  remoteStateRequired,
  resourceWithoutDestroy,
  splitStateFromStateless,
  statefulNeedsDeletionProtection,
  statefulNeedsRetainPolicy,
  tagReleaseOnCopies,
  undocumentedInput,
  userDataChangeMustReplace,
  verifyDownload,
  volatileStateNeedsDrain,
  writableRootFilesystem,
];
