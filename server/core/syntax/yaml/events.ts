import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import type { Comment } from '../../model/comment.ts';
import type { Written } from '../../model/span.ts';
import type { ScalarNode, ScalarStyle, TreeNode, TreeProblem } from '../../model/tree.ts';
import { Anchors, type Building, endOf, type Frame } from './build.ts';
import { blockEnd, blockHeaderEnd, Gaps } from './gaps.ts';
import { LIMITS } from './limits.ts';

/** What one reader made of a text. */
export interface Stream {
  readonly roots: readonly (TreeNode | undefined)[];
  /** Where each document starts. */
  readonly starts: readonly number[];
  readonly comments: readonly Comment[];
  readonly problems: readonly TreeProblem[];
}

const STYLES: readonly ScalarStyle[] = ['plain', 'plain', 'single', 'double', 'literal', 'folded'];

/** Tier 1: the events of js-yaml as a tree. Throws `YAMLException` (with `mark.position`) at the first error. */
export function readEvents(text: string): Stream {
  return new EventReader(text).read(parseEvents(text, { maxDepth: LIMITS.depth + 1 }));
}

class EventReader {
  readonly #text: string;
  readonly #gaps: Gaps;
  readonly #roots: (TreeNode | undefined)[] = [];
  readonly #starts: number[] = [];
  readonly #stack: Frame[] = [];
  readonly #anchors: Anchors = new Anchors();
  #next: Event | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#gaps = new Gaps(text);
  }

  read(events: readonly Event[]): Stream {
    for (let i = 0; i < events.length; i++) {
      const event = events[i] as Event;
      this.#next = events[i + 1];
      if (event.type === EVENT_ID.SCALAR) this.#add(this.#scalar(event));
      else if (event.type === EVENT_ID.POP) this.#close();
      else if (event.type === EVENT_ID.ALIAS) this.#add(this.#alias(event));
      else if (event.type === EVENT_ID.DOCUMENT) this.#open();
      else this.#collection(event);
    }
    this.#gaps.moveTo(this.#text.length);
    return {
      roots: this.#roots,
      starts: this.#starts,
      comments: this.#gaps.comments,
      problems: this.#anchors.problems,
    };
  }

  #open(): void {
    this.#starts.push(this.#gaps.openDocument());
    this.#roots.push(undefined);
    this.#anchors.clear();
  }

  #scalar(event: ScalarEvent): ScalarNode | undefined {
    const properties = this.#properties(event);
    if (event.valueStart < 0) {
      const frame = this.#stack.at(-1);
      if (!frame && !properties.tag && !properties.anchor) return undefined;
      const at = properties.tag || properties.anchor ? this.#gaps.at : this.#emptyAt(frame);
      this.#gaps.moveTo(at);
      return this.#anchored({ kind: 'scalar', text: '', style: 'empty', span: { start: at, end: at }, ...properties });
    }
    const span = event.style >= 4 ? this.#blockSpan(event) : quotedSpan(event);
    this.#gaps.moveTo(span.start);
    if (event.style >= 4) this.#gaps.moveTo(event.valueStart);
    this.#gaps.at = Math.max(this.#gaps.at, span.end);
    const text = getScalarValue(this.#text, event);
    return this.#anchored({ kind: 'scalar', text, style: STYLES[event.style] ?? 'plain', span, ...properties });
  }

  /** The header (`|`, `>-`) is not in the event: it is the first such sign before the content that is in no comment. */
  #blockSpan(event: ScalarEvent): { start: number; end: number } {
    let start = this.#gaps.peek(this.#gaps.at, ':-?,.');
    while (start < event.valueStart && this.#text[start] !== '|' && this.#text[start] !== '>') {
      start = this.#gaps.peek(start + 1, ':-?,.');
    }
    const header = Math.min(start, event.valueStart);
    const headerEnd = blockHeaderEnd(this.#text, header);
    return { start: header, end: blockEnd(this.#text, headerEnd, event.valueStart, event.valueEnd) };
  }

  /** Zero-width place of a node that nobody wrote: behind the colon, the dash or the question mark it belongs to. */
  #emptyAt(frame: Frame | undefined): number {
    const at = this.#gaps.peek();
    const sign = this.#text[at];
    if (frame?.key) return sign === ':' ? at + 1 : this.#gaps.at;
    if (frame?.node.kind === 'list') return sign === '-' ? at + 1 : this.#gaps.at;
    const key = this.#gaps.peek(at, ',{[');
    return this.#text[key] === '?' ? key + 1 : key;
  }

  #alias(event: AliasEvent): TreeNode {
    const span = { start: event.anchorStart - 1, end: event.anchorEnd };
    this.#gaps.moveTo(span.start);
    this.#gaps.at = span.end;
    return this.#anchors.alias(this.#text.slice(event.anchorStart, event.anchorEnd), span);
  }

  #collection(event: SequenceEvent | MappingEvent): void {
    const properties = this.#properties(event);
    this.#gaps.moveTo(event.start);
    const span = { start: event.start, end: event.start };
    const flow = event.style === 2;
    const node: Building =
      event.type === EVENT_ID.SEQUENCE
        ? { kind: 'list', flow, items: [], span, ...properties }
        : { kind: 'map', flow, entries: [], span, ...properties };
    const bracket = flow && !this.#isPair(event);
    if (bracket) this.#gaps.at = event.start + 1;
    this.#anchors.define(node);
    this.#stack.push({ node, bracket });
  }

  /** `[a: b]` holds a map without brackets; its event starts where its key does. */
  #isPair(event: SequenceEvent | MappingEvent): boolean {
    if (event.type !== EVENT_ID.MAPPING) return false;
    if (this.#text[event.start] !== '{') return true;
    const next = this.#next;
    return next?.type === EVENT_ID.MAPPING && next.start === event.start;
  }

  #close(): void {
    const frame = this.#stack.pop();
    if (!frame) return;
    if (frame.bracket) {
      const at = this.#gaps.peek(this.#gaps.at, ',:');
      this.#gaps.moveTo(at);
      this.#gaps.at = Math.min(at + 1, this.#text.length);
      frame.node.span.end = this.#gaps.at;
    } else frame.node.span.end = endOf(frame.node);
    if (frame.node.kind === 'map' && !frame.bracket) {
      frame.node.span.start = frame.node.entries[0]?.span.start ?? frame.node.span.start;
    }
    this.#anchors.close(frame.node);
    this.#add(frame.node);
  }

  #add(node: TreeNode | undefined): void {
    const frame = this.#stack.at(-1);
    if (!frame || !node) this.#roots[this.#roots.length - 1] = node;
    else if (frame.node.kind === 'list') frame.node.items.push(node);
    else if (frame.key) {
      const { tag, anchor, span } = frame.key;
      const start = Math.min(tag?.span.start ?? span.start, anchor ? anchor.span.start - 1 : span.start, span.start);
      frame.node.entries.push({ key: frame.key, value: node, span: { start, end: Math.max(node.span.end, span.end) } });
      frame.key = undefined;
    } else frame.key = node;
  }

  #anchored(node: ScalarNode): ScalarNode {
    if (node.anchor) this.#anchors.define(node);
    return node;
  }

  #properties(event: ScalarEvent | SequenceEvent | MappingEvent): { tag?: Written; anchor?: Written } {
    if (event.tagStart < 0 && event.anchorStart < 0) return NONE;
    const tag = event.tagStart < 0 ? undefined : this.#written(event.tagStart, event.tagEnd);
    const anchor = event.anchorStart < 0 ? undefined : this.#written(event.anchorStart, event.anchorEnd);
    this.#gaps.moveTo(Math.min(tag?.span.start ?? Infinity, anchor ? anchor.span.start - 1 : Infinity));
    // Between tag and anchor there may be a comment, inside them there is none.
    this.#gaps.at = Math.min(tag?.span.end ?? Infinity, anchor?.span.end ?? Infinity);
    if (tag && anchor) {
      this.#gaps.moveTo(Math.max(tag.span.start, anchor.span.start - 1));
      this.#gaps.at = Math.max(tag.span.end, anchor.span.end);
    }
    return { ...(tag && { tag }), ...(anchor && { anchor }) };
  }

  #written(start: number, end: number): Written {
    return { value: this.#text.slice(start, end), span: { start, end } };
  }
}

const NONE = {};

function quotedSpan({ style, valueStart, valueEnd }: ScalarEvent): { start: number; end: number } {
  return style === 1 ? { start: valueStart, end: valueEnd } : { start: valueStart - 1, end: valueEnd + 1 };
}
