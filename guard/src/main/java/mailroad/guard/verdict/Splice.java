package mailroad.guard.verdict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mailroad.mime.Octets;

/** Pieces of other octets, one after the other. */
final class Splice implements Octets {
  private final List<Piece> pieces;
  private final long size;

  /** A range of some octets, and where it begins here. */
  private record Piece(Octets source, long from, long to, long at) {
    long end() {
      return at + to - from;
    }
  }

  private Splice(List<Piece> pieces, long size) {
    this.pieces = pieces;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long from, byte[] into, int offset, int length) throws IOException {
    int n = 0;
    for (int i = pieceAt(from); i < pieces.size() && n < length; i++) {
      Piece piece = pieces.get(i);
      long at = from + n;
      int part = (int) Math.min(length - n, piece.end() - at);
      int got = piece.source().read(piece.from() + at - piece.at(), into, offset + n, part);
      n += got;
      if (got < part) {
        return n;
      }
    }
    return n;
  }

  /** The index of the piece that an octet lies in. */
  private int pieceAt(long octet) {
    int low = 0;
    int high = pieces.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pieces.get(middle).end() <= octet) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Puts pieces together. */
  static final class Builder {
    private final List<Piece> pieces = new ArrayList<>();
    private long size;

    /** Ranges that follow each other in one source become one piece. */
    void add(Octets source, long from, long to) {
      if (to <= from) {
        return;
      }
      if (!pieces.isEmpty()) {
        Piece last = pieces.getLast();
        if (last.source() == source && last.to() == from) {
          pieces.set(pieces.size() - 1, new Piece(source, last.from(), to, last.at()));
          size += to - from;
          return;
        }
      }
      pieces.add(new Piece(source, from, to, size));
      size += to - from;
    }

    void add(byte[] octets) {
      add(Octets.of(octets), 0, octets.length);
    }

    Splice build() {
      return new Splice(List.copyOf(pieces), size);
    }
  }
}
