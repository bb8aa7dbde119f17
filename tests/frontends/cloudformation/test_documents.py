"""Templates become documents in the shape of the API, and resources that refer to each other join."""

from __future__ import annotations

import json

import pytest

from scanner.model import Location, Span

WORKLOAD = """
Parameters:
  Count: {Type: Number, Default: "2"}
Resources:
  Net:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: vpc-1
      CidrBlock: 10.0.0.0/24
      AvailabilityZone: eu-west-1a
      MapPublicIpOnLaunch: "false"
      Tags: [{Key: Name, Value: net}]
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: endpoints
      VpcId: vpc-1
  Net2: {Type: AWS::EC2::Subnet}
  Scikit:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: arn:aws:iam::111122223333:role/r
      PrimaryContainer:
        Image: 141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1
        Environment: {WORKERS: 4, DEBUG: false}
      VpcConfig:
        Subnets: [!Ref Net, !GetAtt Net2.SubnetId]
        SecurityGroupIds: [!GetAtt Group.GroupId]
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      NoSuchField: 1
      ProductionVariants:
        - VariantName: !GetAtt Scikit.ModelName
          ModelName: !Ref Scikit
          InstanceType: ml.m5.large
          InitialInstanceCount: !Ref Count
          InitialVariantWeight: "0.5"
  Live:
    Type: AWS::SageMaker::Endpoint
    Properties:
      EndpointName: !Sub "${AWS::StackName}-live"
      EndpointConfigName: !GetAtt Config.EndpointConfigName
      DeploymentConfig:
        BlueGreenUpdatePolicy: {MaximumExecutionTimeoutInSeconds: "600"}
      Tags: {Environment: production, Level: 3}
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: sagemaker
      ResourceId: !Sub endpoint/${Live.EndpointName}/variant/${Scikit.ModelName}
      ScalableDimension: sagemaker:variant:DesiredInstanceCount
      MinCapacity: "1"
      MaxCapacity: 4
      ScheduledActions:
        - ScheduledActionName: night
          Schedule: cron(0 22 * * ? *)
          StartTime: 2026-11-20T04:00:00+01:00
          EndTime: 2027-01-01T00:00:00.5Z
          ScalableTargetAction: {MinCapacity: 0}
  Policy:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: track
      PolicyType: TargetTrackingScaling
      ScalingTargetId: !Ref Target
      TargetTrackingScalingPolicyConfiguration: {TargetValue: 70.5}
"""


def test_a_workload_becomes_documents_of_the_api(read):
    got = read(WORKLOAD)
    model, endpoint = "${Scikit.ModelName}", "${AWS::StackName}-live"
    scaled = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{endpoint}/variant/{model}",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
    assert {resource.origin.address: resource.document for resource in got.reading.resources} == {
        "Net": {
            "VpcId": "vpc-1",
            "CidrBlock": "10.0.0.0/24",
            "AvailabilityZone": "eu-west-1a",
            "MapPublicIpOnLaunch": False,
            "SubnetId": "${Net.SubnetId}",
        },
        "Net2": {"SubnetId": "${Net2.SubnetId}"},
        "Group": {"Description": "endpoints", "VpcId": "vpc-1", "GroupId": "${Group.GroupId}"},
        "Scikit": {
            "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r",
            "PrimaryContainer": {
                "Image": "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1",
                "Environment": {"WORKERS": "4", "DEBUG": "false"},
            },
            "VpcConfig": {
                "Subnets": ["${Net.SubnetId}", "${Net2.SubnetId}"],
                "SecurityGroupIds": ["${Group.GroupId}"],
            },
            "ModelName": model,
        },
        "Config": {
            "ProductionVariants": [
                {
                    "VariantName": model,
                    "ModelName": model,
                    "InstanceType": "ml.m5.large",
                    "InitialInstanceCount": 2,
                    "InitialVariantWeight": 0.5,
                }
            ],
            "EndpointConfigName": "${Config.EndpointConfigName}",
        },
        "Live": {
            "EndpointName": endpoint,
            "EndpointConfigName": "${Config.EndpointConfigName}",
            "LastDeploymentConfig": {"BlueGreenUpdatePolicy": {"MaximumExecutionTimeoutInSeconds": 600}},
        },
        "Target": scaled | {"MinCapacity": 1, "MaxCapacity": 4},
        "Target.ScheduledActions[0]": scaled
        | {
            "ScheduledActionName": "night",
            "Schedule": "cron(0 22 * * ? *)",
            "StartTime": "2026-11-20T03:00:00Z",
            "EndTime": "2027-01-01T00:00:00.500Z",
            "ScalableTargetAction": {"MinCapacity": 0},
        },
        "Policy": scaled
        | {
            "PolicyName": "track",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.5},
        },
    }


def test_every_placeholder_has_a_gap_that_says_there_is_a_value(read):
    got = read(WORKLOAD)
    for resource in got.reading.resources:
        for path in resource.origin.spans:
            value = resource.document if path[0] != "Tags" else None
            for part in path if value is not None else ():
                value = value[part]
            if isinstance(value, str) and "${" in value:
                assert got.gap(*path, resource=f":{resource.origin.address}").present
    assert {gap.reason for gap in got.gaps} == {"deploy"}


def test_a_resource_says_what_and_where_it_is(read):
    live = read(WORKLOAD).one("Live")
    assert (live.type, live.name, live.learned) == (
        "AWS::SageMaker::Endpoint",
        "${AWS::StackName}-live",
        "cloudformation",
    )
    assert live.id == "template.yaml:Live"
    assert (live.account, live.region, live.scope) == ("", "", "template.yaml")
    assert live.origin.span == Span(39, 3, 39, 7)
    assert live.tags == {"Environment": "production", "Level": "3"}
    assert read(WORKLOAD).one("Net").tags == {"Name": "net"}


def test_json_gives_the_same_as_yaml(read):
    yaml = "Resources:\n  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !Sub '${AWS::Region}-m'}}\n"
    properties = {"ModelName": {"Fn::Sub": "${AWS::Region}-m"}}
    text = json.dumps({"Resources": {"M": {"Type": "AWS::SageMaker::Model", "Properties": properties}}}, indent=1)
    assert read({"template.json": text}, "template.json").document("M") == read(yaml, "template.yaml").document("M")


def test_known_names_join_without_gaps(read):
    got = read("""
Resources:
  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}
  C:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      EndpointConfigName: c
      ProductionVariants: [{VariantName: v, ModelName: !Ref M}]
  E: {Type: AWS::SageMaker::Endpoint, Properties: {EndpointName: e, EndpointConfigName: !Ref C}}
""")
    assert got.gaps == ()
    assert got.document("C")["ProductionVariants"] == [{"VariantName": "v", "ModelName": "m"}]
    assert got.document("E")["EndpointConfigName"] == "c"


def test_security_group_rules_have_the_shape_of_the_api(read):
    got = read("""# sagemaker
Resources:
  S:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: d
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: "443", ToPort: 443, CidrIp: 10.0.0.0/8, Description: x}
        - {IpProtocol: -1, SourceSecurityGroupId: !Ref Other}
      SecurityGroupEgress:
        CidrIpv6: ::/0
        IpProtocol: "-1"
  Other: {Type: AWS::EC2::SecurityGroup}
  Self:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref S, IpProtocol: udp, SourceSecurityGroupId: !GetAtt S.GroupId}
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: {GroupId: !GetAtt Other.GroupId, IpProtocol: tcp, DestinationPrefixListId: pl-1}
""")
    assert got.document("S")["IpPermissions"] == [
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
        {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "${Other.GroupId}"}]},
        {"IpProtocol": "udp", "UserIdGroupPairs": [{"GroupId": "${S.GroupId}"}]},
    ]
    assert got.document("S")["IpPermissionsEgress"] == [{"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]
    assert got.document("Other")["IpPermissionsEgress"] == [
        {"IpProtocol": "tcp", "PrefixListIds": [{"PrefixListId": "pl-1"}]}
    ]


@pytest.mark.parametrize(
    "target",
    ["!Ref T", "!GetAtt T.Id", "endpoint/e/variant/v|sagemaker:variant:DesiredInstanceCount|sagemaker"],
)
def test_a_scaling_policy_says_what_it_scales(read, target):
    got = read(f"""
Resources:
  T:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ResourceId: endpoint/e/variant/v
      ScalableDimension: sagemaker:variant:DesiredInstanceCount
      ServiceNamespace: sagemaker
  P: {{Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {{PolicyName: p, ScalingTargetId: {target}}}}}
""")
    assert got.gaps == ()
    assert got.document("P") == {
        "PolicyName": "p",
        "ResourceId": "endpoint/e/variant/v",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ServiceNamespace": "sagemaker",
    }


def test_scaling_of_other_services_is_left_out(read):
    got = read("""# sagemaker
Resources:
  T: {Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: {ServiceNamespace: ecs, ResourceId: s}}
  P: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {PolicyName: p, ScalingTargetId: !Ref T}}
  Q: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {PolicyName: q, ServiceNamespace: !Ref N}}
Parameters: {N: {Type: String}}
""")
    assert got.addresses == ["Q"]


def test_conditions_decide_what_is_declared(read):
    text = """
Parameters: {Env: {Type: String, Default: dev}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  A: {Type: AWS::SageMaker::Model, Condition: Prod}
  B:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants:
        - !If [Prod, {VariantName: big}, !Ref AWS::NoValue]
        - {VariantName: small}
      Tags:
        - !If [Prod, {Key: P, Value: x}, {Key: D, Value: y}]
        - {Key: N, Value: !If [Prod, a, !Ref 'AWS::NoValue']}
"""
    dev, prod = read(text), read(text, Env="prod")
    assert (dev.addresses, prod.addresses) == (["B"], ["A", "B"])
    assert dev.document("B")["ProductionVariants"] == [{"VariantName": "small"}]
    assert prod.document("B")["ProductionVariants"] == [{"VariantName": "big"}, {"VariantName": "small"}]
    assert dev.one("B").tags == {"D": "y"}
    assert prod.one("B").tags == {"P": "x", "N": "a"}


OPEN = "Parameters: {Env: {Type: String}}\nConditions: {Prod: !Equals [!Ref Nobody, prod]}\nResources:\n"


def test_a_resource_that_may_not_be_there_is_a_gap_in_its_family(read):
    got = read(
        OPEN
        + "  T:\n    Type: AWS::ApplicationAutoScaling::ScalableTarget\n    Condition: Prod\n"
        + "    Properties: {ServiceNamespace: sagemaker, ScheduledActions: [{ScheduledActionName: a}]}\n"
    )
    assert got.addresses == []
    assert [(gap.type, gap.resource, gap.path, gap.present) for gap in got.gaps] == [
        ("AWS::ApplicationAutoScaling::ScalableTarget", "", (), False),
        ("AWS::ApplicationAutoScaling::ScheduledAction", "", (), False),
    ]
    assert got.gaps[0].scope == "template.yaml"
    assert got.gaps[0].needs == "Nobody (condition Prod)"
    assert got.gaps[0].location == Location("template.yaml", Span(4, 3, 4, 4))


def test_list_elements_that_may_not_be_there_leave_the_others_known(read):
    got = read(
        OPEN
        + "  C:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties:\n      ProductionVariants:\n"
        + "        - !If [Prod, {VariantName: big}, !Ref AWS::NoValue]\n"
        + "        - {VariantName: small}\n"
        + "      VpcConfig: !If [Prod, {Subnets: [s]}, !Ref AWS::NoValue]\n"
        + "      DataCaptureConfig: !If [Prod, {EnableCapture: true}, {EnableCapture: false}]\n"
    )
    assert got.document("C")["ProductionVariants"] == [{"VariantName": "small"}]
    assert not got.gap("ProductionVariants", 1).present
    assert not got.gap("VpcConfig").present
    assert got.gap("DataCaptureConfig").present
    assert "DataCaptureConfig" not in got.document("C")


def test_tags_that_are_not_known_are_gaps(read):
    got = read(
        OPEN
        + "  A: {Type: AWS::SageMaker::Model, Properties: {Tags: [{Key: Env, Value: !Ref Env}]}}\n"
        + "  B: {Type: AWS::SageMaker::Model, Properties: {Tags: [{Key: !Ref Env, Value: x}, {Key: K, Value: v}]}}\n"
        + "  C: {Type: AWS::SageMaker::Model, Properties: {Tags: !If [Prod, [], !Ref AWS::NoValue]}}\n"
        + "  D:\n    Type: AWS::SageMaker::Model\n"
        + "    Properties: {Tags: [!If [Prod, {Key: P, Value: q}, !Ref AWS::NoValue]]}\n"
    )
    assert got.one("A").tags == {"Env": "${Env}"}
    assert got.gap("Tags", "Env", resource=":A").present
    assert got.one("B").tags == {"K": "v"}
    assert got.gap("Tags", resource=":B").needs == "parameter Env"
    assert got.one("C").tags == got.one("D").tags == {}
    assert not got.gap("Tags", resource=":C").present
    assert not got.gap("Tags", resource=":D").present


def test_a_name_that_may_be_left_out_is_a_placeholder_everywhere(read):
    got = read(
        OPEN
        + "  M: {Type: AWS::SageMaker::Model, Properties: {ModelName: !If [Prod, m, !Ref AWS::NoValue]}}\n"
        + "  C: {Type: AWS::SageMaker::EndpointConfig, Properties: {ProductionVariants: [{ModelName: !Ref M}]}}\n"
    )
    assert got.document("M")["ModelName"] == "${M.ModelName}"
    assert got.document("C")["ProductionVariants"][0]["ModelName"] == "${M.ModelName}"
    assert got.gap("ModelName", resource=":M").present


def test_loops_and_macros_leave_open_what_they_make(read):
    got = read("""
Transform: [AWS::LanguageExtensions, Ours]
Resources:
  Fn::ForEach::Models:
    - Id
    - !Ref Names
    - {"M${Id}": {Type: AWS::SageMaker::Model}, "B${Id}": {Type: AWS::S3::Bucket}}
  M:
    Type: AWS::SageMaker::Model
    Properties:
      Fn::Transform: {Name: AWS::Include}
      ModelName: m
Parameters: {Names: {Type: CommaDelimitedList}}
""")
    found = [(gap.reason, gap.type, gap.resource, gap.path, gap.needs) for gap in got.gaps]
    assert found == [
        ("unsupported", "AWS::SageMaker::Model", "template.yaml:M", (), "Fn::Transform is not followed"),
        ("variable", "AWS::SageMaker::Model", "", (), "parameter Names"),
        ("unsupported", "", "", (), "the macro Ours"),
    ]


def test_unknown_scheduled_actions_are_a_gap_in_their_family(read):
    got = read(
        "# sagemaker\n"
        + OPEN
        + "  T:\n    Type: AWS::ApplicationAutoScaling::ScalableTarget\n    Properties:\n      ResourceId: r\n"
        + "      ScheduledActions: !If [Prod, [{ScheduledActionName: a}], !Ref AWS::NoValue]\n"
        + "  U:\n    Type: AWS::ApplicationAutoScaling::ScalableTarget\n    Properties:\n      ResourceId: r\n"
        + "      ScheduledActions: [!If [Prod, {ScheduledActionName: a}, {ScheduledActionName: b}]]\n"
    )
    kind = "AWS::ApplicationAutoScaling::ScheduledAction"
    assert [(gap.type, gap.resource) for gap in got.gaps] == [(kind, ""), (kind, "")]
