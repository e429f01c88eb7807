package mailroad.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a message once, line by line, and keeps a stack of the entities that are open: the message, the
 * part that is being read, and the multiparts and messages around it.
 *
 * <p>A line that begins with {@code --} is compared with the boundaries on the stack, the innermost
 * first (RFC 2046 section 5.1.2: an outer boundary ends inner parts that were never closed). The depth
 * of the stack and the length of boundaries are bounded, so the work is linear in the octets.
 */
final class StructureReader {
  private static final int CHUNK_OCTETS = 65_536;

  /** RFC 2046 section 5.1.1 allows 70; some senders use more. */
  private static final int BOUNDARY_OCTETS_MAX = 200;

  /** So much of each line is looked at: dashes, boundary, dashes, and blanks after them. */
  private static final int PREFIX_OCTETS = BOUNDARY_OCTETS_MAX + 56;

  private final Octets message;
  private final MimeLimits limits;
  private final List<Entity> open = new ArrayList<>();
  private int parts;
  private int headersOctets;
  private boolean cut;
  private long steps;

  // The line being read, and the one before it.
  private final byte[] prefix = new byte[PREFIX_OCTETS];
  private int prefixLength;
  private long lineFrom;
  private boolean endsInCr;
  private long lines;
  private int lastEndOctets;
  private boolean lastWasEmpty;

  StructureReader(Octets message, MimeLimits limits) {
    this.message = message;
    this.limits = limits;
  }

  /** An entity whose end has not been seen. */
  private static final class Entity {
    private final long from;
    private final ContentType defaultType;
    private final ByteArrayOutputStream headerOctets = new ByteArrayOutputStream(256);
    private Optional<Header> header = Optional.empty();
    private ContentType type = ContentType.PLAIN_TEXT;
    private Optional<byte[]> boundary = Optional.empty();
    private boolean closed; // the close delimiter was seen: what follows is the epilogue
    private boolean enclosing;
    private final List<Part> children = new ArrayList<>();
    private long linesBefore;

    Entity(long from, ContentType defaultType) {
      this.from = from;
      this.defaultType = defaultType;
    }
  }

  Structure read() throws IOException {
    begin(new Entity(0, ContentType.PLAIN_TEXT));
    byte[] chunk = new byte[(int) Math.min(CHUNK_OCTETS, Math.max(1, message.size()))];
    long at = 0;
    while (at < message.size()) {
      int n = message.read(at, chunk, 0, (int) Math.min(chunk.length, message.size() - at));
      if (n <= 0) {
        break;
      }
      take(chunk, n, at);
      at += n;
    }
    if (lineFrom < at) {
      endLine(at, 0);
    }
    Part root = closeDownTo(0, at, false).orElseThrow();
    return new Structure(root, cut);
  }

  /** Steps taken so far, for tests of linear time. */
  long steps() {
    return steps;
  }

  private void take(byte[] chunk, int length, long base) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        piece(chunk, from, i + 1);
        boolean cr = i > from ? chunk[i - 1] == '\r' : endsInCr;
        endLine(base + i + 1, cr && base + i > lineFrom ? 2 : 1);
        from = i + 1;
      }
    }
    if (from < length) {
      piece(chunk, from, length);
      endsInCr = chunk[length - 1] == '\r';
    }
    steps += length;
  }

  /** Takes note of a piece of the present line. */
  private void piece(byte[] chunk, int from, int to) {
    int copied = Math.min(to - from, PREFIX_OCTETS - prefixLength);
    System.arraycopy(chunk, from, prefix, prefixLength, copied);
    prefixLength += copied;
    Entity top = open.getLast();
    if (top.header.isEmpty()) {
      int room =
          Math.min(
              limits.headerOctetsMax() - top.headerOctets.size(),
              limits.headersOctetsMax() - headersOctets);
      int kept = Math.max(0, Math.min(to - from, room));
      top.headerOctets.write(chunk, from, kept);
      headersOctets += kept;
    }
  }

  /** A line has ended at this place; so many octets of it are its end, 0 at the end of the message. */
  private void endLine(long to, int endOctets) {
    long contentLength = to - lineFrom - endOctets;
    boolean dashes = prefixLength > 2 && prefix[0] == '-' && prefix[1] == '-';
    boolean delimiter = dashes && delimiter(contentLength, to);
    lines++;
    Entity top = open.getLast();
    if (!delimiter && top.header.isEmpty() && contentLength == 0 && endOctets > 0) {
      endHeader(top, to, true);
    }
    lastEndOctets = endOctets;
    lastWasEmpty = contentLength == 0;
    lineFrom = to;
    prefixLength = 0;
    endsInCr = false;
  }

  /** If the line is a boundary, ends what it ends and begins what it begins. */
  private boolean delimiter(long contentLength, long to) {
    int level = boundaryLevel(contentLength);
    if (level < 0) {
      return false;
    }
    closeDownTo(level + 1, lineFrom, true);
    Entity multipart = open.get(level);
    int length = multipart.boundary.orElseThrow().length;
    multipart.closed =
        prefixLength >= length + 4 && prefix[length + 2] == '-' && prefix[length + 3] == '-';
    if (!multipart.closed) {
      ContentType type =
          multipart.type.is("multipart", "digest") ? ContentType.MESSAGE : ContentType.PLAIN_TEXT;
      begin(new Entity(to, type));
    }
    return true;
  }

  /** The entity on the stack that has the line for a boundary, -1 if none has. */
  private int boundaryLevel(long contentLength) {
    int byPrefix = -1;
    int prefixMatched = 0;
    for (int level = open.size() - 1; level >= 0; level--) {
      Entity entity = open.get(level);
      if (entity.boundary.isEmpty() || entity.closed) {
        continue;
      }
      byte[] boundary = entity.boundary.get();
      if (matches(boundary)) {
        if (onlyBlanksAfter(boundary.length + 2, contentLength)) {
          return level;
        }
        // RFC 2046 section 5.1.1: it is enough that the line begins with the boundary.
        if (boundary.length > prefixMatched) {
          byPrefix = level;
          prefixMatched = boundary.length;
        }
      }
    }
    return byPrefix;
  }

  private boolean matches(byte[] boundary) {
    if (prefixLength < boundary.length + 2) {
      return false;
    }
    for (int i = 0; i < boundary.length; i++) {
      steps++;
      if (prefix[i + 2] != boundary[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean onlyBlanksAfter(int from, long contentLength) {
    int at = from;
    if (contentLength >= from + 2 && prefix[from] == '-' && prefix[from + 1] == '-') {
      at += 2;
    }
    while (at < contentLength && at < PREFIX_OCTETS && (prefix[at] == ' ' || prefix[at] == '\t')) {
      at++;
      steps++;
    }
    return at >= contentLength;
  }

  private void begin(Entity entity) {
    if (parts >= limits.partsMax()) {
      cut = true; // its octets go to nobody
      return;
    }
    parts++;
    open.add(entity);
  }

  /** The header section of the entity ends at this place; finds out what its body is. */
  private void endHeader(Entity entity, long to, boolean terminated) {
    byte[] kept = entity.headerOctets.toByteArray();
    byte[] section =
        kept.length > to - entity.from ? Arrays.copyOf(kept, (int) (to - entity.from)) : kept;
    Header header = Header.of(section, entity.from, to, terminated, limits);
    entity.headerOctets.reset();
    entity.header = Optional.of(header);
    entity.linesBefore = lines;
    cut |= header.cut();
    entity.type =
        header
            .value("Content-Type")
            .map(value -> ContentType.parse(value, limits).orElse(ContentType.PLAIN_TEXT))
            .orElse(entity.defaultType);
    boolean multipart = entity.type.is("multipart");
    boolean encloses = entity.type.is("message", "rfc822");
    if ((multipart || encloses)
        && (open.size() >= limits.depthMax() || parts >= limits.partsMax())) {
      cut = true;
      entity.type = ContentType.OPAQUE;
    } else if (multipart) {
      entity.boundary = boundary(entity.type);
    } else if (encloses) {
      entity.enclosing = true;
      begin(new Entity(to, ContentType.PLAIN_TEXT));
    }
  }

  private static Optional<byte[]> boundary(ContentType type) {
    return type.parameters()
        .value("boundary")
        .map(b -> b.stripTrailing().getBytes(StandardCharsets.UTF_8))
        .filter(b -> b.length > 0 && b.length <= BOUNDARY_OCTETS_MAX);
  }

  /**
   * Closes all entities from this level of the stack on.
   *
   * @param at place where they end, the line end before it not counted where a boundary ends them
   * @return the outermost that was closed
   */
  private Optional<Part> closeDownTo(int level, long at, boolean byBoundary) {
    long bodyTo = byBoundary ? at - lastEndOctets : at;
    long linesTo = byBoundary && lastWasEmpty ? lines - 1 : lines;
    Optional<Part> closed = Optional.empty();
    while (open.size() > level) {
      Entity entity = open.getLast();
      if (entity.header.isEmpty()) {
        endHeader(entity, Math.max(entity.from, bodyTo), false);
        if (open.getLast() != entity) {
          continue; // it was to enclose a message, which is empty
        }
      }
      open.removeLast();
      Part part = part(entity, bodyTo, linesTo);
      if (!open.isEmpty()) {
        open.getLast().children.add(part);
      }
      closed = Optional.of(part);
    }
    return closed;
  }

  private static Part part(Entity entity, long bodyTo, long linesTo) {
    Header header = entity.header.orElseThrow();
    ContentType type = entity.type;
    Part.Content content = new Part.Content.Octets();
    if (entity.enclosing && !entity.children.isEmpty()) {
      content = new Part.Content.Message(entity.children.getFirst());
    } else if (type.is("multipart") && !entity.children.isEmpty()) {
      content = new Part.Content.Parts(entity.children);
    } else if (type.is("multipart")) {
      // RFC 2045 section 5.2 has what is syntactically wrong taken for text.
      type = ContentType.PLAIN_TEXT;
    } else if (entity.enclosing) {
      type = ContentType.OPAQUE;
    }
    // An empty line that ends a header section may be all that stands before the boundary.
    long end = Math.max(header.end(), bodyTo);
    for (Part child : entity.children) {
      end = Math.max(end, child.bodyTo());
    }
    return new Part(header, type, end, Math.max(0, linesTo - entity.linesBefore), content);
  }
}
