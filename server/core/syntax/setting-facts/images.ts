import type { ImageRef, Resource } from '../../model/fact.ts';
import { settingOf } from '../../model/setting.ts';
import { literalText, type UnknownValue, type Value } from '../../model/value.ts';
import { type ImageParts, imageRef } from '../image.ts';
import { itemsOf, under } from './walk.ts';

/** Types that start containers; in others `Image` may mean anything. */
const CONTAINERS =
  /::ECS::TaskDefinition$|::Batch::JobDefinition$|::AppRunner::Service$|::Lightsail::Container$|^aws_(?:ecs_task_definition|batch_job_definition|apprunner_service)$|^kubernetes_|^docker_(?:image|container|service)$|^google_cloud_run|^azurerm_container_|(?:^|\.)(?:docker_container|docker_image|podman_container|podman_image|k8s|docker_swarm_service)$/;

const KEYS = new Set(['Image', 'image', 'ImageIdentifier', 'image_identifier']);

export function imageFacts(resource: Resource): ImageRef[] {
  if (!CONTAINERS.test(resource.type.value)) return [];
  const keys = /^docker_image$|docker_image$|podman_image$/.test(resource.type.value) ? new Set(['name']) : KEYS;
  return under(resource.settings, keys).flatMap(({ value }) => itemsOf(value).flatMap((one) => imageOf(one, resource)));
}

function imageOf(value: Value, resource: Resource): ImageRef[] {
  const text = literalText(value) ?? (value.kind === 'unknown' ? partsOf(value) : undefined);
  if (text === undefined) return [];
  const span = inner(value, text);
  const parts = placed(imageRef({ text, span, unknown: value.kind === 'unknown' }), value);
  return parts === undefined
    ? []
    : [
        {
          fact: 'image',
          kind: 'container',
          node: resource.node,
          span,
          ...parts,
          ...(isBuilt(resource) ? { local: true } : {}),
        },
      ];
}

/** In a text with inserts the tag is found from its last literal part; where that cannot be, nothing is known of the image. */
function placed(parts: ImageParts | undefined, value: Value): ImageParts | undefined {
  if (parts?.tag === undefined || value.kind !== 'unknown') return parts;
  const last = value.parts?.at(-1);
  const tag = parts.tag.value;
  if (last === undefined || 'kind' in last || !last.value.endsWith(tag)) return { ...parts, unknown: true };
  if (last.span.end - last.span.start !== last.value.length) return { ...parts, unknown: true };
  return { ...parts, tag: { value: tag, span: { start: last.span.end - tag.length, end: last.span.end } } };
}

/** The task or resource builds the image itself. */
function isBuilt(resource: Resource): boolean {
  return literalText(settingOf(resource, 'source')) === 'build' || settingOf(resource, 'build') !== undefined;
}

/** What is literal of it, with `${}` for the rest: enough to see a tag. */
function partsOf(value: UnknownValue): string | undefined {
  const { parts } = value;
  return parts === undefined || parts.length === 0
    ? undefined
    : parts.map((part) => ('kind' in part ? '${}' : part.value)).join('');
}

/** Without the quotes, when there are any. */
function inner({ span }: Value, text: string) {
  const quoted = span.end - span.start === text.length + 2;
  return quoted ? { start: span.start + 1, end: span.end - 1 } : span;
}
