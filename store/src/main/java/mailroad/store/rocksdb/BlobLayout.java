package mailroad.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailroad.records.BlobRecord;
import mailroad.records.ExtentRecord;

/**
 * Where the chunks of a blob lie. In its record, chunks that lie one behind the other are one extent.
 *
 * @param found the record
 */
record BlobLayout(BlobRecord found) {
  /** Where a chunk begins. */
  record Place(long segment, long offset) {}

  /**
   * The record of a blob.
   *
   * @param octets the size of the blob
   * @param chunkOctets the size of all its chunks but the last
   * @param places where each chunk lies
   */
  static BlobRecord record(long octets, int chunkOctets, long finishedMillis, List<Place> places) {
    BlobRecord.Builder out =
        BlobRecord.newBuilder()
            .setOctets(octets)
            .setChunkOctets(chunkOctets)
            .setFinishedMillis(finishedMillis);
    ExtentRecord.Builder extent = ExtentRecord.newBuilder();
    long end = -1;
    for (int chunk = 0; chunk < places.size(); chunk++) {
      Place place = places.get(chunk);
      if (chunk > 0 && (place.segment() != extent.getSegment() || place.offset() != end)) {
        out.addExtents(extent.build());
        extent.clear();
      }
      if (extent.getOctets() == 0) {
        extent.setSegment(place.segment()).setOffset(place.offset());
      }
      long length = Math.min(chunkOctets, octets - (long) chunk * chunkOctets);
      extent.setOctets(extent.getOctets() + length);
      end = place.offset() + Chunk.HEADER_OCTETS + length;
    }
    return places.isEmpty() ? out.build() : out.addExtents(extent).build();
  }

  /** The size of the blob. */
  long octets() {
    return found.getOctets();
  }

  /** The size of all chunks but the last. */
  int chunkOctets() {
    return found.getChunkOctets();
  }

  /** How many chunks the blob has. */
  int chunks() {
    return chunks(found.getOctets(), found.getChunkOctets());
  }

  /** How many octets a chunk holds. */
  int chunkLength(int chunk) {
    return (int) Math.min(chunkOctets(), octets() - (long) chunk * chunkOctets());
  }

  /** Where a chunk lies. */
  Place place(int chunk) {
    int first = 0;
    for (ExtentRecord extent : found.getExtentsList()) {
      int chunks = chunks(extent.getOctets(), found.getChunkOctets());
      if (chunk < first + chunks) {
        long before = (chunk - first) * (Chunk.HEADER_OCTETS + (long) found.getChunkOctets());
        return new Place(extent.getSegment(), extent.getOffset() + before);
      }
      first += chunks;
    }
    throw new IllegalStateException("blob record without chunk " + chunk);
  }

  /** Where all chunks lie. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int chunk = 0; chunk < chunks(); chunk++) {
      places.add(place(chunk));
    }
    return places;
  }

  /** The record with some chunks lying elsewhere. */
  BlobRecord moved(Map<Integer, Place> places) {
    List<Place> all = places();
    places.forEach(all::set);
    return record(octets(), chunkOctets(), found.getFinishedMillis(), all);
  }

  /** How much room an extent takes in its segment. */
  static long octetsInSegment(BlobRecord blob, ExtentRecord extent) {
    return extent.getOctets()
        + Chunk.HEADER_OCTETS * (long) chunks(extent.getOctets(), blob.getChunkOctets());
  }

  private static int chunks(long octets, int chunkOctets) {
    return octets == 0 ? 0 : Math.toIntExact((octets + chunkOctets - 1) / chunkOctets);
  }
}
