using JasperFx;
using Platform.Host.EventStore;
using Platform.Ingest;
using Platform.Ml;
using Platform.Projections;
using Platform.ReadApi;

var builder = WebApplication.CreateBuilder(args);
builder.Host.ApplyJasperFxExtensions();
builder.AddEventStore(builder.Configuration.GetConnectionString("Postgres")!, runProjections: true);
var configuration = builder.Configuration;
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddIngest(configuration).AddProjections(configuration).AddQuestions(configuration).AddReadApi(configuration).AddMl(configuration);

var app = builder.Build();
app.UseWebSockets();
app.MapIngest();
app.MapReadApi();
return await app.RunJasperFxCommands(args);
