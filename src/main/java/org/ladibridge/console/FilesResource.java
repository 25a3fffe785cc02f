package org.ladibridge.console;

import java.util.List;
import java.util.Map;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.Trials.Trial;
import org.ladibridge.intake.file.BackfillAsks;
import org.ladibridge.intake.file.ColumnAssignment;
import org.ladibridge.intake.file.FileColumns;

/** {@code /api/files}: what the columns of files become, and what people decided of them. */
@Path("/api/files")
class FilesResource {
    private final FileColumns columns;
    private final BackfillAsks asks;
    private final Administrator administrator;

    FilesResource(FileColumns columns, BackfillAsks asks, Administrator administrator) {
        this.columns = columns;
        this.asks = asks;
        this.administrator = administrator;
    }

    /**
     * What the columns of a file are.
     *
     * @param part which of several sheets or files in it is meant; null for the only one
     * @param columns by heading a name of a field of LadiFlow, {@code custom:NAME}, {@code -} to leave it out, or nothing
     * @param dryRun shows the first customers that would come of it, and remembers nothing
     */
    public record Request(String source, String file, String part, Map<String, String> columns, boolean dryRun) {
    }

    /** A customer that would come of a row, or why none would. */
    public record Expected(int row, Trial customer) {
    }

    /**
     * What came of a request, or would.
     *
     * @param problem why it cannot be so; null when it can
     * @param customers the first ones; nothing once it is remembered
     */
    public record Outcome(String source, String headings, boolean remembered, List<FileColumns.SeenColumn> columns,
            List<Expected> customers, String problem, String problemVi) {
    }

    /** What was done with a file. */
    public record Done(String source, String file, String state) {
    }

    /** The files that wait for somebody, and those that were read lately; with both parameters that one. */
    @GET
    public List<FileColumns.SeenFile> files(@QueryParam("source") String source, @QueryParam("file") String file) {
        if (file == null) {
            return columns.files().stream().filter(one -> source == null || one.source().equals(source)).toList();
        }
        try {
            return List.of(columns.file(source == null ? "" : source, file));
        } catch (FileColumns.Refused e) {
            throw Problem.badRequest(e.getMessage(), e.vi());
        }
    }

    @GET
    @Path("assignments")
    public List<ColumnAssignment> assignments(@QueryParam("source") String source) {
        return columns.assignments(source);
    }

    @POST
    @Path("assignments")
    @Consumes(MediaType.APPLICATION_JSON)
    public Outcome assign(Request request) {
        if (request == null || request.source() == null || request.file() == null || request.columns() == null) {
            throw Problem.badRequest("send {\"source\":\"…\",\"file\":\"…\",\"columns\":{\"heading\":\"field\"}}",
                    "hãy gửi {\"source\":\"…\",\"file\":\"…\",\"columns\":{\"tiêu đề\":\"trường\"}}");
        }
        try {
            FileColumns.Preview preview = columns.preview(request.source(), request.file(), request.part(), request.columns());
            if (!request.dryRun()) {
                columns.assign(request.source(), request.file(), request.part(), request.columns(), administrator.name());
            }
            List<Expected> customers = request.dryRun()
                    ? preview.customers().stream().map(one -> new Expected(one.getKey(), Trial.of(one.getValue()))).toList()
                    : List.of();
            return new Outcome(request.source(), preview.part().headings(), !request.dryRun(), preview.part().columns(),
                    customers,
                    preview.problem(), preview.problemVi());
        } catch (FileColumns.Refused e) {
            throw Problem.badRequest(e.getMessage(), e.vi());
        }
    }

    @DELETE
    @Path("assignments/{source}/{headings}")
    public Response forget(@PathParam("source") String source, @PathParam("headings") String headings) {
        return columns.forget(source, headings, administrator.name())
                ? Response.ok(new Done(source, null, "forgotten")).build()
                : Problem.response(Response.Status.NOT_FOUND,
                        "the source «" + source + "» has no assignment «" + headings
                                + "»; ./ladibridge files assignments lists them",
                        "nguồn «" + source + "» không có lần gán «" + headings + "»; ./ladibridge files assignments liệt kê");
    }

    /** Which file is meant. */
    public record Which(String source, String file) {
    }

    /** Lets a file run that waits because of how many changes it brings. */
    @POST
    @Path("go")
    @Consumes(MediaType.APPLICATION_JSON)
    public Done go(Which which) {
        requireFile(which);
        try {
            asks.go(which.source(), which.file(), administrator.name());
            return new Done(which.source(), which.file(), "runs");
        } catch (FileColumns.Refused e) {
            throw Problem.badRequest(e.getMessage(), e.vi());
        }
    }

    private static void requireFile(Which which) {
        if (which == null || which.source() == null || which.file() == null) {
            throw Problem.badRequest("send {\"source\":\"…\",\"file\":\"…\"}", "hãy gửi {\"source\":\"…\",\"file\":\"…\"}");
        }
    }

    /** Reads a file once more, as its columns are assigned now. */
    @POST
    @Path("again")
    @Consumes(MediaType.APPLICATION_JSON)
    public Done again(Which which) {
        requireFile(which);
        try {
            columns.again(which.source(), which.file(), administrator.name());
            return new Done(which.source(), which.file(), "dropped again");
        } catch (FileColumns.Refused e) {
            throw Problem.badRequest(e.getMessage(), e.vi());
        }
    }
}
